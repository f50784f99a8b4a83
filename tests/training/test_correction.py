import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.skills import SkillFactory
from tests.factories.training import OfferFactory
from training.correction import corrected, plain

WORDS = {
    plain(word): word
    for word in (
        "python",
        "kubernetes",
        "ciberseguridad",
        "programación",
        "datos",
        "contabilidad",
        "nube",
        "redes",
    )
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("phyton", "python"),
        ("kuberentes", "kubernetes"),
        ("ciberseguirdad", "ciberseguridad"),
        ("programasion", "programación"),
        ("curso de phyton", "curso de python"),
        ("Phyton y kuberentes", "python y kubernetes"),
        ("PROGRAMACION", "PROGRAMACION"),
        ("peluquería", "peluquería"),
        ("cloud", "cloud"),
        ("C++", "C++"),
        ("ia", "ia"),
        ("", ""),
    ],
)
def test_words_are_put_right_only_where_one_is_like_them(typed, meant):
    assert corrected(typed, WORDS) == meant


@given(st.text(max_size=60))
def test_any_text_is_put_right_without_harm(text):
    again = corrected(corrected(text, WORDS), WORDS)

    assert again == corrected(text, WORDS)


@pytest.mark.django_db
def test_search_that_finds_nothing_offers_what_may_be_meant(client):
    OfferFactory(name_es="Curso de Python", course_mode="online")

    page = client.get(reverse("training:offer-list"), {"q": "phyton", "modalidad": "online"})

    text = page.content.decode()
    assert page.context["search"].correction.text == "python"
    assert page.context["search"].correction.count == 1
    assert "?q=python&amp;modalidad=online" in text


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["python", "soldadura", "<script>alert(1)</script>", "x " * 50])
def test_nothing_is_offered_where_something_is_found_or_nothing_is_like_it(client, query):
    OfferFactory(name_es="Curso de Python")

    page = client.get(reverse("training:offer-list"), {"q": query})

    assert page.context["search"].correction is None


@pytest.mark.django_db
def test_word_that_only_a_skill_has_is_not_offered_without_offers(client):
    SkillFactory(label_es="Kubernetes")
    OfferFactory(name_es="Redes")

    assert (
        client.get(reverse("training:offer-list"), {"q": "kuberentes"}).context["search"].correction is None
    )
