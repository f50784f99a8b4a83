"""What a search that finds nothing shows instead: fewer of its words, and the profiles it names."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse

from tests.factories.skills import DemandFactory, ProfileFactory, SkillFactory
from tests.factories.training import OfferFactory
from training.everyday import load_synonyms
from training.rescue import Named
from training.search import OfferSearch

pytestmark = pytest.mark.django_db


def search(query: str) -> OfferSearch:
    return OfferSearch(QueryDict(query), language="es", day=date(2026, 11, 24))


def parts(query: str) -> list[tuple[str, int]]:
    return [(part.label, part.count) for part in search(query).parts]


@pytest.fixture
def offers(db):
    OfferFactory(name_es="Ciberseguridad para empezar", course_mode="online")
    OfferFactory(name_es="Redes y ciberseguridad", course_mode="onsite")
    OfferFactory(name_es="Programación de videojuegos", course_mode="online")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("q=quiero+trabajar+en+ciberseguridad", [("«ciberseguridad»", 2)]),
        ("q=aprender+redes+ciberseguridad+rapido", [("«redes ciberseguridad»", 1)]),
        ("q=videojuegos+redes", [("«videojuegos»", 1), ("«redes»", 1)]),
        ("q=quiero+ciberseguridad&modalidad=online", [("«ciberseguridad»", 1)]),
        ("q=cocina+vegana", []),
        ("q=cocina", []),
        ("q=ciberseguridad", []),
        ("q=en+de", []),
    ],
    ids=[
        "a wish",
        "several subjects",
        "two that never meet",
        "filters stay",
        "none",
        "one word",
        "found",
        "stop words",
    ],
)
def test_fewer_words_that_find_something_are_offered(offers, asked, expected):
    assert parts(asked) == expected


def test_a_wish_names_the_profiles_companies_ask_for(offers):
    asked = ProfileFactory(label_es="Programador/a con ciberseguridad")
    DemandFactory(profile=asked, companies=17)
    ProfileFactory(label_es="Auditor/a de ciberseguridad")
    ProfileFactory(label_es="Técnico/a de redes")
    skill = SkillFactory(label_es="Ciberseguridad industrial")

    named = search("q=quiero+trabajar+en+CIBERSEGURIDAD+programar").named

    assert [str(row.term.label_es) for row in named.profiles] == [
        "Programador/a con ciberseguridad",
        "Auditor/a de ciberseguridad",
    ]
    assert [row.term for row in named.skills] == [skill]


@pytest.mark.parametrize(
    ("text", "total"),
    # A text without words asks for nothing, so all offers fit.
    [("(((", 3), ("a|b&!c", 0), ("\U0001f600 \U0001f600", 3), ("\u202eabc def", 0), ("x " * 5_000, 0)],
    ids=["brackets", "tsquery", "emoji", "right to left", "very long"],
)
def test_odd_words_name_nothing_and_break_nothing(offers, text, total):
    found = search(urlencode({"q": text}))

    assert (found.total, found.parts) == (total, [])
    assert (found.named is None) == bool(total)
    assert not found.named or found.named == Named([], [])


def test_words_alone_begin_with_the_subject(offers):
    OfferFactory(name_es="Derecho para trabajar")
    SkillFactory(label_es="Ciberseguridad industrial")

    assert [label for label, _count in parts("q=trabajar+en+ciberseguridad")] == [
        "«ciberseguridad»",
        "«trabajar»",
    ]


def test_the_page_offers_both(client, offers):
    profile = ProfileFactory(label_es="Programador/a con ciberseguridad")

    text = client.get(reverse("training:offer-list"), {"q": "quiero trabajar en ciberseguridad"}).text

    assert "Solo «ciberseguridad»: 2 ofertas" in text
    assert reverse("training:profile-detail", args=[profile.code]) in text


@pytest.mark.parametrize("text", ["excel", "Excel básico", "hoja de cálculo"])
def test_who_asks_for_a_part_of_office_finds_office(text):
    load_synonyms()
    OfferFactory(name_es="Office", abstract_es="Herramientas de ofimática, nivel básico.")

    assert search(f"q={text}").total == 1
