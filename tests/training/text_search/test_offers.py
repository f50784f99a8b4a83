"""Offers are found by what belongs to them, and follow it when it changes."""

import pytest

from tests.factories.skills import ProfileFactory, SkillFactory
from tests.factories.training import OfferFactory, OfferProfileFactory, OfferSkillFactory
from tests.training.text_search.reading import found

pytestmark = pytest.mark.django_db


def test_offer_is_found_by_provider_skills_profiles_and_words_for_its_choices():
    offer = OfferFactory(
        name_es="Introducción",
        provider__organisation__legal_name="Academia Valdeolivo",
        price_category="free",
        course_mode="online",
        audience=["unemployed"],
    )
    OfferSkillFactory(offer=offer, skill=SkillFactory(label_es="Análisis de datos", label_en="Data analysis"))
    OfferProfileFactory(offer=offer, profile=ProfileFactory(label_es="Analista de datos"))

    assert found("curso datos valdeolivo gratis online desempleados") == [offer]
    assert found("analista") == [offer]
    assert found("free online data analysis", "en") == [offer]


def test_offer_follows_renamed_skills_providers_and_removed_links():
    offer = OfferFactory(provider__organisation__legal_name="Antigua")
    link = OfferSkillFactory(offer=offer, skill=SkillFactory(label_es="Java"))

    organisation = offer.provider.organisation
    organisation.legal_name = "Novedosa"
    organisation.save()
    link.skill.label_es = "Kotlin"
    link.skill.save()

    assert found("novedosa kotlin") == [offer]
    assert found("antigua") == []
    link.delete()
    assert found("kotlin") == []


def test_suggested_skill_is_not_searchable_until_confirmed():
    link = OfferSkillFactory(skill__label_es="Rust", origin="suggested", confirmed_on=None)

    assert found("rust") == []
    link.confirmed_on = "2026-11-24"
    link.save()
    assert found("rust") == [link.offer]
