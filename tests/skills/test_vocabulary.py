import pytest

from skills.vocabulary import MOST_OFFERED, Vocabulary, folded
from tests.factories.skills import SkillFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    ["Programación web", "  programacion   WEB ", "Web programming", "HTML", "html", "C#"],
)
def test_skill_is_found_by_what_it_is_called_in_either_language(words):
    web = SkillFactory(
        label_es="Programación web", label_en="Web programming", aliases=["HTML", "C#"], code="web"
    )

    assert Vocabulary.load().find(words) == web


@pytest.mark.parametrize("words", ["Programación", "C", "", None, 7, ("web",)])
def test_other_words_are_left_as_they_are(words):
    SkillFactory(label_es="Programación web", label_en="Web programming", aliases=["C++"])

    assert Vocabulary.load().find(words) is None


def test_label_goes_before_the_alias_of_another_skill():
    SkillFactory(code="a", label_es="Datos", label_en="Data", aliases=["Python"])
    python = SkillFactory(code="b", label_es="Python", label_en="Python")

    assert Vocabulary.load().find("python") == python


def test_labels_are_offered_in_order_and_not_without_end(django_assert_num_queries):
    for number in range(MOST_OFFERED + 5):
        SkillFactory(label_es=f"Ábaco {number:03}", label_en=f"Abacus {number}")

    with django_assert_num_queries(1):
        labels = Vocabulary.load().labels

    assert len(labels) == MOST_OFFERED
    assert labels == sorted(labels, key=folded)
