"""Small catalogues made at random, what may be asked of them, and how they are stored."""

from datetime import date, timedelta

import pytest
from hypothesis import strategies as st

from tests.factories.training import EditionFactory, OfferFactory
from training.enums import Audience
from training.models import OfferProfile, OfferSkill

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
WORDS = ("redes", "datos", "nube")
SKILLS, PROFILES = ("java", "sql"), ("dev", "qa")
DAYS = [TODAY + timedelta(days) for days in (-200, -1, 0, 3, 20, 80, 200)]
STARTS = st.sampled_from([None, *DAYS])
PRICES = st.sampled_from(["", "free", "partially_free", "paid"])
MODES, LANGUAGES = st.sampled_from(["", "online", "onsite"]), st.sampled_from(["", "es", "en"])
FUNDING = st.sampled_from(["", "emcan", "self"])
EDITION = st.fixed_dictionaries(
    {
        "start_date": STARTS,
        "lasts": st.sampled_from([None, 10]),
        "application_deadline": STARTS,
        "event_status": st.sampled_from(["scheduled", "scheduled", "cancelled", "full", "postponed"]),
        "course_mode": MODES,
        "in_language": LANGUAGES,
        "price_category": PRICES,
        "funded_by": FUNDING,
    }
)
OFFER = st.fixed_dictionaries(
    {
        "word": st.sampled_from(WORDS),
        "kind": st.sampled_from(["course", "mooc"]),
        "course_mode": MODES,
        "price_category": PRICES,
        "funded_by": FUNDING,
        "level": st.sampled_from(["", "initial", "advanced"]),
        "in_language": LANGUAGES,
        "learning_hours": st.sampled_from([None, 0, 20, 21, 60, 600, 601]),
        "credential_type": st.sampled_from(["", "none", "own_title"]),
        "regulation_type": st.sampled_from(["", "fp_specialisation", "certificate"]),
        "audience": st.lists(st.sampled_from(["anyone", "student", "employed"]), unique=True),
        "provider_type": st.sampled_from(["university", "vendor"]),
        "skills": st.lists(st.sampled_from(SKILLS), unique=True),
        "profiles": st.lists(st.sampled_from(PROFILES), unique=True),
        "editions": st.lists(EDITION, max_size=3),
    }
)
VALUES = {
    "tipo": ["course", "mooc"],
    "grado": ["c", "e"],
    "modalidad": ["online", "onsite"],
    "precio": ["free", "partially_free", "paid"],
    "paga": ["emcan", "self"],
    "cuando": ["abierta", "este-mes", "tres-meses", "siempre"],
    "nivel": ["initial", "advanced"],
    "duracion": ["20", "60", "mas"],
    "certificado": ["none", "fp_title", "professional_certificate", "own_title"],
    "para": list(Audience.values),
    "proveedor": ["university", "vendor"],
    "centro": ["of-university", "of-vendor"],
    "idioma": ["es", "en"],
    "habilidad": list(SKILLS),
    "perfil": list(PROFILES),
}
NESTED = ("precio", "paga", "modalidad", "cuando", "idioma")
CHOICE = st.fixed_dictionaries(
    {}, optional={key: st.lists(st.sampled_from(v), min_size=1, unique=True) for key, v in VALUES.items()}
)
# Few filters at a time: with fourteen, hardly anything ever fits.
FEW = CHOICE.map(lambda chosen: dict(sorted(chosen.items(), key=lambda pair: str(pair))[:4]))
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "pasadas": st.just("1"),
        "todas": st.just("1"),
        "desde": st.sampled_from([day.isoformat() for day in DAYS]),
        "hasta": st.sampled_from([day.isoformat() for day in DAYS]),
    },
)


def store(offers: list[dict], terms: tuple) -> None:
    providers, skills, profiles = terms
    apart = {"word", "provider_type", "skills", "profiles", "editions"}
    for number, offer in enumerate(offers):
        facts = {name: value for name, value in offer.items() if name not in apart}
        row = OfferFactory(
            name_es=f"{offer['word']} {number}", provider=providers[offer["provider_type"]], **facts
        )
        OfferSkill.objects.bulk_create(OfferSkill(offer=row, skill=skills[c]) for c in offer["skills"])
        OfferProfile.objects.bulk_create(
            OfferProfile(offer=row, profile=profiles[c]) for c in offer["profiles"]
        )
        for edition in offer["editions"]:
            dates = {name: value for name, value in edition.items() if name != "lasts"}
            if edition["start_date"] and edition["lasts"] is not None:
                dates["end_date"] = edition["start_date"] + timedelta(edition["lasts"])
            EditionFactory(offer=row, **dates)
