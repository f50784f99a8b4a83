"""Facet counts against a recount in Python, over small generated catalogues."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tera.facets import fitting
from tests.factories.skills import ProfileFactory, SkillFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferSkillFactory, ProviderFactory
from tests.thorough import examples
from training.conditions import conditions_of
from training.counts import count_facets
from training.criteria import Criteria
from training.enums import Audience, EditionState
from training.facets import end_of_month, facets_on, months_later
from training.models import Offer, OfferProfile, OfferSkill

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
NO_EDITION = dict.fromkeys(("start_date", "application_deadline", "lasts", "event_status"))


def state_of(run: dict) -> EditionState:
    """Say in plain Python what one can do with an edition that has a deadline, a start and an end at most."""
    start, deadline, status = run["start_date"], run["application_deadline"], run["event_status"]
    end = start + timedelta(run["lasts"]) if start and run["lasts"] is not None else None
    started = start is not None and start <= TODAY
    if status is None:
        return EditionState.UNKNOWN
    if status == "cancelled":
        return EditionState.CANCELLED
    if end and end < TODAY:
        return EditionState.ENDED
    if status == "postponed":
        return EditionState.UNKNOWN
    if status == "full":
        return EditionState.UNDER_WAY if started else EditionState.CLOSED
    if not start and not deadline:
        return EditionState.ALWAYS_OPEN
    if deadline:
        closed = EditionState.UNDER_WAY if started else EditionState.CLOSED
        return EditionState.OPEN if deadline >= TODAY else closed
    return EditionState.UNDER_WAY if started else EditionState.UNKNOWN


def prices(category: str) -> set[str]:
    return {"free", "partially_free"} if category == "partially_free" else {category} - {""}


def runs_of(offer: dict) -> list[dict]:
    """Return what can be asked of each edition; an offer without any is one of which no date is known."""
    runs = []
    for edition in offer["editions"] or [NO_EDITION]:
        state, start = state_of(edition), edition["start_date"]
        own = {key: edition.get(key) or offer[key] for key in ("course_mode", "in_language", "funded_by")}
        ahead = start is not None and start >= TODAY and edition["event_status"] in ("scheduled", "full")
        when = {
            "abierta": state in (EditionState.OPEN, EditionState.ALWAYS_OPEN),
            "este-mes": ahead and start <= date(2026, 11, 30),
            "tres-meses": ahead and start <= date(2027, 2, 24),
            "siempre": state == EditionState.ALWAYS_OPEN,
        }
        runs.append(
            {
                "precio": prices(edition.get("price_category") or offer["price_category"]),
                "paga": {own["funded_by"]} - {""},
                "modalidad": {own["course_mode"]} - {""},
                "idioma": {own["in_language"]} - {""},
                "cuando": {name for name, holds in when.items() if holds},
                "start": start,
                "over": state in (EditionState.ENDED, EditionState.CANCELLED),
            }
        )
    return runs


def band(hours: int | None) -> set[str]:
    limits = {"20": 20, "60": 60, "200": 200, "600": 600}
    return (
        {next((name for name, limit in limits.items() if hours <= limit), "mas")}
        if hours is not None
        else set()
    )


def values_of(offer: dict) -> dict[str, set[str]]:
    """Say in plain Python which values of each facet of its own an offer has."""
    awarded = {"fp_specialisation": "fp_title", "certificate": "professional_certificate", "": ""}
    return {
        "tipo": {offer["kind"]},
        "nivel": {offer["level"]} - {""},
        "duracion": band(offer["learning_hours"]),
        "grado": {{"fp_specialisation": "e", "certificate": "c", "": ""}[offer["regulation_type"]]} - {""},
        "certificado": {offer["credential_type"] or awarded[offer["regulation_type"]]} - {""},
        "para": set(Audience.values) if "anyone" in offer["audience"] else set(offer["audience"]),
        "proveedor": {offer["provider_type"]},
        "centro": {f"of-{offer['provider_type']}"},
        "habilidad": set(offer["skills"]),
        "perfil": set(offer["profiles"]),
    }


def recount(offers: list[dict], text: str, criteria: Criteria, but: str = "", also: tuple = ()) -> int:
    """Count the offers that have the text and every chosen facet but one, and one value besides."""
    options = criteria.options
    first, last = options.get("desde", "0000"), options.get("hasta", "9999")
    ranged = "desde" in options or "hasta" in options

    def chosen_holds(values: dict[str, set[str]], keys) -> bool:
        for key in keys:
            if key == but or key not in criteria.chosen:
                continue
            wanted = set(criteria.chosen[key])
            every = key == "habilidad" and "todas" in options
            if not (wanted <= values[key] if every else values[key] & wanted):
                return False
        return not also or also[0] not in values or also[1] in values[also[0]]

    def run_fits(run: dict) -> bool:
        if but != "pasadas" and "pasadas" not in options and run["over"]:
            return False
        if ranged and but != "fechas" and not (run["start"] and first <= run["start"].isoformat() <= last):
            return False
        return chosen_holds(run, NESTED)

    def fits(offer: dict) -> bool:
        if but != "q" and text and text != offer["word"]:
            return False
        return chosen_holds(values_of(offer), VALUES.keys() - set(NESTED)) and any(
            map(run_fits, runs_of(offer))
        )

    return sum(map(fits, offers))


@pytest.fixture
def terms(db):
    providers = {
        kind: ProviderFactory(provider_type=kind, organisation__slug=f"of-{kind}")
        for kind in ("university", "vendor")
    }
    skills = {code: SkillFactory(code=code, label_es=code) for code in SKILLS}
    profiles = {code: ProfileFactory(code=code, label_es=code) for code in PROFILES}
    return providers, skills, profiles


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


@settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(offers=st.lists(OFFER, max_size=6), text=st.sampled_from(["", *WORDS]), chosen=FEW, options=OPTIONS)
def test_facet_counts_equal_a_recount(terms, offers, text, chosen, options):
    criteria = Criteria(text, chosen, options=options)
    conditions = conditions_of(criteria, TODAY)
    with transaction.atomic():
        store(offers, terms)
        published = Offer.objects.published()
        counts = count_facets(published, criteria, "es", TODAY)
        listed = fitting(
            published, facets_on(TODAY), Criteria("", chosen, options=options), conditions
        ).count()
        transaction.set_rollback(True)

    assert counts.total == recount(offers, text, criteria)
    assert listed == recount(offers, "", criteria)
    keys = ("q", *chosen, *(condition.key for condition in conditions))
    assert counts.without == {key: recount(offers, text, criteria, key) for key in keys}
    for facet in facets_on(TODAY):
        nested = facet.key in NESTED
        rows = [run for offer in offers for run in runs_of(offer)] if nested else map(values_of, offers)
        present = {value for row in rows for value in row[facet.key]}
        but = "" if facet.is_every(criteria) else facet.key
        assert counts.values[facet.key] == {
            value: recount(offers, text, criteria, but, (facet.key, value)) for value in present
        }, facet.key


def test_filters_of_editions_must_hold_for_one_and_the_same_edition():
    offer = OfferFactory()
    EditionFactory(offer=offer, course_mode="online", price_category="paid")
    EditionFactory(offer=offer, course_mode="onsite", price_category="free")

    def total(**chosen) -> int:
        criteria = Criteria(chosen={key: (value,) for key, value in chosen.items()})
        return count_facets(Offer.objects.published(), criteria, "es", TODAY).total

    assert total(modalidad="online") == total(precio="free") == 1
    assert total(modalidad="online", precio="free") == 0
    assert total(modalidad="onsite", precio="free") == 1


def test_drafts_and_unconfirmed_suggestions_are_not_counted():
    OfferFactory(status="draft", kind="mooc")
    OfferSkillFactory(offer__kind="course", skill__code="go", origin="suggested", confirmed_on=None)

    counts = count_facets(Offer.objects.published(), Criteria(), "es", TODAY)

    assert (counts.total, counts.values["tipo"], counts.values["habilidad"]) == (1, {"course": 1}, {})


def test_facets_come_in_the_order_of_their_use():
    wanted = "para precio paga modalidad cuando habilidad nivel duracion certificado grado tipo proveedor "
    wanted += "centro idioma perfil"

    assert [facet.key for facet in facets_on(TODAY)] == wanted.split()


@pytest.mark.parametrize(
    ("day", "last", "later"),
    [
        (date(2026, 11, 30), date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2026, 12, 31), date(2027, 3, 31)),
        (date(2026, 1, 1), date(2026, 1, 31), date(2026, 4, 1)),
    ],
)
def test_windows_end_with_the_month(day, last, later):
    assert (end_of_month(day), months_later(day, 3)) == (last, later)
