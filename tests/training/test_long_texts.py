"""What an offer is found by last: its long texts and its length, in the plain path and the fast one."""

import pytest
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override

from tests.factories.training import OfferFactory
from training.indexing.build import build_indexes
from training.models import Offer
from training.search import OfferSearch
from training.wording import hours_words

pytestmark = pytest.mark.django_db
TEXTS = {
    "syllabus": "Módulo uno: cartografía submarina",
    "required_equipment": "Una escafandra propia",
    "assessment": "Examen oral ante un buzo",
    "accessibility": "Con bucle magnético",
}
WORDS = {
    "syllabus": "cartografia",
    "required_equipment": "escafandra",
    "assessment": "buzo",
    "accessibility": "magnetico",
}


def found(text: str, language: str = "es") -> list[str]:
    data = QueryDict(mutable=True)
    data["q"] = text
    search = OfferSearch(data, language=language, day=timezone.localdate())
    return [offer.slug for offer in search.page]


def both(text: str, language: str = "es") -> list[str]:
    """Return what the plain path finds, when the fast one finds the same."""
    plain = found(text, language)
    build_indexes(timezone.localdate(), [language], frequent=1)
    data = QueryDict(mutable=True)
    data["q"] = text
    search = OfferSearch(data, language=language, day=timezone.localdate())
    assert search.fast is not None
    assert [offer.slug for offer in search.page] == plain
    return plain


@pytest.mark.parametrize("field", TEXTS)
def test_offer_is_found_by_each_long_text_in_its_language(field):
    OfferFactory(slug="uno", **{f"{field}_es": TEXTS[field]})
    OfferFactory(slug="dos", **{f"{field}_en": "A lighthouse"})

    assert both(WORDS[field]) == ["uno"]
    assert both("lighthouse", "en") == ["dos"]
    assert found("lighthouse") == []


def test_long_texts_weigh_least():
    OfferFactory(slug="temario", name_es="Aa", syllabus_es="python")
    OfferFactory(slug="resumen", name_es="Bb", abstract_es="python")
    OfferFactory(slug="nombre", name_es="Python")

    assert both("python") == ["nombre", "resumen", "temario"]


def test_long_description_does_not_hide_the_syllabus():
    OfferFactory(slug="uno", description_es="palabra " * 10_000, syllabus_es="cartografía")

    assert both("cartografía") == ["uno"]


SAID = ["2000 h", "2000h", "2.000 horas", "2000 horas", "2,000 hours", "2 000 hrs", "2\u00a0000 horas"]


@pytest.mark.parametrize("text", SAID)
@pytest.mark.parametrize("language", ["es", "en"])
def test_length_is_found_however_it_is_written(text, language):
    OfferFactory(slug="ciclo", learning_hours=2000)
    OfferFactory(slug="corto", learning_hours=200)
    OfferFactory(slug="dicho", abstract_es="Ciclo de 2.000 horas", abstract_en="A cycle of 2,000 hours")

    assert set(both(text, language)) == {"ciclo", "dicho"}


@pytest.mark.parametrize("language", ["es", "en"])
def test_length_is_found_as_the_page_writes_it(language):
    offer = OfferFactory(slug="ciclo", learning_hours=2000)
    with override(language):
        shown = hours_words(offer)

    assert found(shown, language) == ["ciclo"]


def test_length_follows_the_offer():
    offer = OfferFactory(slug="ciclo", learning_hours=2000)
    Offer.objects.filter(pk=offer.pk).update(learning_hours=500)

    assert found("2000 h") == []
    assert found("500 horas") == ["ciclo"]


@pytest.mark.parametrize("text", ["BOE-A-2010-9269", "RD 659/2023", "IFCT0109", "red 802.11"])
def test_other_numbers_are_left_as_they_are(text):
    OfferFactory(slug="uno", abstract_es=f"Según {text}.")

    assert both(text) == ["uno"]
