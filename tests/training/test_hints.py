import pytest
from django.http import QueryDict

from tests.factories.training import EditionFactory, OfferFactory
from tests.training.test_search import search

pytestmark = pytest.mark.django_db


def hints(address: str) -> list[tuple[str, str]]:
    return [(hint.label, hint.query) for hint in search(address).hints]


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("ciberseguridad", []),
        ("gratis", ["?precio=free"]),
        ("Curso GRATIS de redes", ["?q=Curso+de+redes&precio=free"]),
        ("redes a distancia", ["?q=redes&modalidad=online"]),
        ("redes, presencial.", ["?q=redes%2C&modalidad=onsite"]),
        ("redes para desempleados", ["?q=redes&para=unemployed"]),
        ("básico de redes", ["?q=de+redes&nivel=initial"]),
        ('"curso gratis"', []),
        ("gratisimo", []),
    ],
)
def test_words_that_may_be_filters_are_offered(text, queries):
    data = QueryDict(mutable=True)
    data["q"] = text

    assert [query for _label, query in hints(data.urlencode())] == queries


def test_several_words_are_offered_one_by_one_and_together():
    assert [query for _label, query in hints("q=curso+ciberseguridad+gratis+online")] == [
        "?q=curso+ciberseguridad+online&precio=free",
        "?q=curso+ciberseguridad+gratis&modalidad=online",
        "?q=curso+ciberseguridad&modalidad=online&precio=free",
    ]


def test_words_are_searched_as_words_until_somebody_says_otherwise():
    told = OfferFactory(name_es="Ciberseguridad gratis", price_category="paid")
    free = OfferFactory(name_es="Ciberseguridad", price_category="free")

    found = search("q=ciberseguridad+gratis")

    assert {offer.pk for offer in found.page} == {told.pk, free.pk}
    assert found.criteria.chosen == {}
    assert found.hinted == 1


def test_a_filter_in_use_is_not_offered_again():
    assert hints("q=redes+gratis&precio=free") == []


def test_empty_result_offers_the_same_without_those_words():
    OfferFactory(name_es="Ciberseguridad", course_mode="onsite")
    EditionFactory(offer__name_es="Redes")

    found = search("q=ciberseguridad+gratis+online")

    assert found.total == 0
    assert (found.fewer_words.remove_url, found.fewer_words.count) == ("?q=ciberseguridad", 1)
    assert search("q=submarinismo+gratis").fewer_words is None
