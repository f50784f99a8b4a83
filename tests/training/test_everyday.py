"""The shipped synonyms and aliases reach a list that exists, and undo nothing that somebody did to it."""

import json

import pytest
from django.http import QueryDict
from django.utils import timezone

from skills.baseline import load_vocabulary
from skills.models import Skill
from tests.factories.skills import SkillFactory
from tests.factories.training import OfferSkillFactory
from training.baseline import FOLDER
from training.everyday import load_synonyms
from training.models import ShippedSynonym, Synonym
from training.search import OfferSearch
from training.suggestions import suggest

pytestmark = pytest.mark.django_db
SHIPPED = json.loads((FOLDER / "synonyms.json").read_text(encoding="utf-8"))


def words_of(word: str) -> list[list[str]]:
    return [row.words for row in Synonym.objects.filter(language="es", words__contains=[word])]


def named(text: str, language: str = "es") -> set[str]:
    search = OfferSearch(QueryDict(f"q={text}"), language=language, day=timezone.localdate())
    return {row.term.code for row in search.named.skills}


def test_new_list_is_the_shipped_one_and_stays_so():
    for _time in range(2):
        load_synonyms()

        rows = Synonym.objects.values_list("language", "words")
        assert sorted(rows) == sorted((key, words) for key, groups in SHIPPED.items() for words in groups)


def test_list_from_before_gets_the_words_that_are_new():
    Synonym.objects.create(language="es", words=["EMCAN", "servicio público de empleo"])
    Synonym.objects.create(language="es", words=["contenedores", "docker"])

    load_synonyms()

    (jobs,) = words_of("EMCAN")
    assert jobs == ["EMCAN", "servicio público de empleo", "SEPE", "INEM", "oficina de empleo"]
    assert words_of("contenedores") == [["contenedores", "docker"]]
    assert words_of("desempleado")


def test_what_a_manager_changed_or_took_out_stays_so():
    load_synonyms()
    Synonym.objects.filter(words__contains=["SEPE"]).update(words=["EMCAN", "SEPE", "mi palabra"])
    Synonym.objects.filter(words__contains=["blockchain"]).delete()

    load_synonyms()

    assert words_of("EMCAN") == [["EMCAN", "SEPE", "mi palabra"]]
    assert words_of("blockchain") == []


def test_word_that_a_release_adds_reaches_a_changed_group():
    load_synonyms()
    Synonym.objects.filter(words__contains=["SEPE"]).update(words=["EMCAN", "SEPE", "mi palabra"])
    before = ShippedSynonym.objects.get(language="es", words__contains=["SEPE"])
    before.words = [word for word in before.words if word != "INEM"]
    before.save()

    load_synonyms()

    assert words_of("EMCAN") == [["EMCAN", "SEPE", "mi palabra", "INEM"]]


def test_aliases_are_given_once():
    SkillFactory(code="databases", label_es="Bases de datos", aliases=["Informix"])
    load_vocabulary()
    skill = Skill.objects.get(code="databases")
    assert skill.aliases[:2] == ["Informix", "SQL"]
    skill.aliases = ["Informix"]
    skill.save()

    load_vocabulary()

    assert Skill.objects.get(code="databases").aliases == ["Informix"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("html", "web-development"),
        ("AWS", "cloud-platforms"),
        ("curso de docker", "devops-automation"),
        ("c%2B%2B", "programming-basics"),
        ("C%23 .NET", "programming-basics"),
        ("hacking etico", "security-audit"),
        ("sql server", "databases"),
        ("power bi", "data-visualisation"),
        ("sap", "business-processes"),
    ],
)
def test_product_or_language_names_the_skill_it_belongs_to(text, code):
    load_vocabulary()

    assert code in named(text)


def test_alias_is_a_whole_word():
    SkillFactory(code="cloud", label_es="Nube", aliases=["AWS", "Google Cloud"])

    assert named("laws") == named("google") == set()
    assert named("google cloud") == {"cloud"}


def test_alias_suggests_the_skill_when_it_is_taught():
    OfferSkillFactory(skill=SkillFactory(label_es="Programación web", aliases=["HTML", "CSS"]))
    SkillFactory(label_es="Otra cosa", aliases=["HTML"])

    assert suggest("html", "es") == ["Programación web"]


@pytest.mark.parametrize("aliases", [0, 3])
def test_aliases_cost_one_query_however_many(django_assert_num_queries, aliases):
    for _number in range(aliases):
        SkillFactory(aliases=["html"])

    with django_assert_num_queries(9):
        named("html")
