"""Facet counts against a recount in Python, over small generated catalogues."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.skills import ProfileFactory, SkillFactory
from tests.factories.training import OfferFactory, OfferSkillFactory, ProviderFactory
from training.counts import count_facets
from training.criteria import Criteria
from training.enums import Audience
from training.facets import FACETS
from training.models import Offer, OfferProfile, OfferSkill

pytestmark = pytest.mark.django_db
WORDS = ("redes", "datos", "nube")
SKILLS, PROFILES = ("java", "sql"), ("dev", "qa")
OFFER = st.fixed_dictionaries(
    {
        "word": st.sampled_from(WORDS),
        "kind": st.sampled_from(["course", "mooc"]),
        "course_mode": st.sampled_from(["", "online", "onsite"]),
        "price_category": st.sampled_from(["", "free", "partially_free", "paid"]),
        "level": st.sampled_from(["", "initial", "advanced"]),
        "in_language": st.sampled_from(["", "es", "en"]),
        "audience": st.lists(st.sampled_from(["anyone", "student", "employed"]), unique=True),
        "provider_type": st.sampled_from(["university", "vendor"]),
        "skills": st.lists(st.sampled_from(SKILLS), unique=True),
        "profiles": st.lists(st.sampled_from(PROFILES), unique=True),
    }
)
VALUES = {
    "tipo": ["course", "mooc"],
    "modalidad": ["online", "onsite"],
    "precio": ["free", "partially_free", "paid"],
    "nivel": ["initial", "advanced"],
    "para": list(Audience.values),
    "proveedor": ["university", "vendor"],
    "idioma": ["es", "en"],
    "habilidad": list(SKILLS),
    "perfil": list(PROFILES),
}
CHOICE = st.fixed_dictionaries(
    {}, optional={key: st.lists(st.sampled_from(v), min_size=1, unique=True) for key, v in VALUES.items()}
)


def values_of(offer: dict) -> dict[str, set[str]]:
    """Say in plain Python which values of each facet an offer has."""
    anyone = "anyone" in offer["audience"]
    free = offer["price_category"] == "partially_free"
    return {
        "tipo": {offer["kind"]},
        "modalidad": {offer["course_mode"]} - {""},
        "precio": {"free", "partially_free"} if free else {offer["price_category"]} - {""},
        "nivel": {offer["level"]} - {""},
        "para": set(Audience.values) if anyone else set(offer["audience"]),
        "proveedor": {offer["provider_type"]},
        "idioma": {offer["in_language"]} - {""},
        "habilidad": set(offer["skills"]),
        "perfil": set(offer["profiles"]),
    }


def recount(offers: list[dict], text: str, chosen: dict, but: str = "", also: tuple = ()) -> int:
    """Count the offers that have the text and every chosen facet but one, and one value besides."""

    def fits(offer: dict) -> bool:
        values = values_of(offer)
        if but != "q" and text and text != offer["word"]:
            return False
        if also and also[1] not in values[also[0]]:
            return False
        return all(values[key] & set(wanted) for key, wanted in chosen.items() if key != but)

    return sum(map(fits, offers))


@pytest.fixture
def terms(db):
    providers = {kind: ProviderFactory(provider_type=kind) for kind in ("university", "vendor")}
    skills = {code: SkillFactory(code=code, label_es=code) for code in SKILLS}
    profiles = {code: ProfileFactory(code=code, label_es=code) for code in PROFILES}
    return providers, skills, profiles


def store(offers: list[dict], terms: tuple) -> None:
    providers, skills, profiles = terms
    for number, offer in enumerate(offers):
        links = {"word", "skills", "profiles", "provider_type"}
        facts = {name: value for name, value in offer.items() if name not in links}
        row = Offer.objects.create(
            slug=f"o{number}",
            name_es=offer["word"],
            status="published",
            source_note="BOE",
            provider=providers[offer["provider_type"]],
            **facts,
        )
        OfferSkill.objects.bulk_create(OfferSkill(offer=row, skill=skills[c]) for c in offer["skills"])
        OfferProfile.objects.bulk_create(
            OfferProfile(offer=row, profile=profiles[c]) for c in offer["profiles"]
        )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(offers=st.lists(OFFER, max_size=7), text=st.sampled_from(["", *WORDS]), chosen=CHOICE)
def test_facet_counts_equal_a_recount(terms, offers, text, chosen):
    with transaction.atomic():
        store(offers, terms)
        counts = count_facets(Offer.objects.published(), Criteria(text, chosen), "es")
        transaction.set_rollback(True)

    assert counts.total == recount(offers, text, chosen)
    assert counts.without == {key: recount(offers, text, chosen, key) for key in ("q", *chosen)}
    for facet in FACETS:
        present = {value for offer in offers for value in values_of(offer)[facet.key]}
        assert counts.values[facet.key] == {
            value: recount(offers, text, chosen, facet.key, (facet.key, value)) for value in present
        }


def test_drafts_and_unconfirmed_suggestions_are_not_counted():
    OfferFactory(status="draft", kind="mooc")
    OfferSkillFactory(offer__kind="course", skill__code="go", origin="suggested", confirmed_on=None)

    counts = count_facets(Offer.objects.published(), Criteria(), "es")

    assert (counts.total, counts.values["tipo"], counts.values["habilidad"]) == (1, {"course": 1}, {})
