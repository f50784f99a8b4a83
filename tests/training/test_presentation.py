from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from tests.factories.skills import DemandFactory, SkillFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferSkillFactory
from training.demand import DemandBoard
from training.enums import EditionState
from training.models import Edition, Offer
from training.presentation import OfferSheet
from training.reading import with_what_sheets_read
from training.wording import (
    audience_words,
    edition_words,
    hours_words,
    length_words,
    level_words,
    mode_words,
    places_words,
    price_words,
    site_of,
)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"price_category": "free"}, "Free"),
        ({"price_category": "partially_free", "price": Decimal("39")}, "Free, certificate paid"),
        ({"price_category": "paid"}, "Paid: price to be confirmed"),
        ({"price_category": "paid", "price": Decimal("1200.5")}, "1,200.50 €"),
        ({"price_category": "paid", "price": Decimal("300")}, "300 €"),
    ],
)
def test_price_words(fields, words):
    assert price_words(Offer(**fields)) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"price_category": "free"}, "Free · certificate 39 €"),
        ({"price_category": "partially_free"}, "Free · certificate 39 €"),
        ({"price_category": "paid", "price": Decimal("120")}, "120 € · certificate 39 €"),
    ],
)
def test_price_words_name_what_the_certificate_costs_apart(fields, words):
    assert price_words(Offer(**fields), Decimal("39")) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"places": 15}, "15"),
        ({"places": 15, "places_left": 1}, "1 place left of 15"),
        ({"places_left": 0}, "No places left"),
        ({"places": 0, "places_left": 0}, "No places left"),
        (
            {"places": 15, "places_left": 0, "waiting_list": 6, "places_told_on": date(2026, 11, 20)},
            "No places left of 15 · 6 people waiting · as of 20 November 2026",
        ),
        ({"waiting_list": 1}, "1 person waiting"),
        ({"places": 15, "places_told_on": date(2026, 11, 20)}, "15"),
    ],
)
def test_places_words_tell_how_many_are_left_and_as_of_when(fields, words):
    assert places_words(Edition(**fields)) == words


def test_edition_without_a_name_is_called_by_its_day_in_words():
    edition = Edition(offer=Offer(name="Networks"), start_date=date(2027, 3, 1))

    assert str(edition) == "Networks · 1 March 2027"


@pytest.mark.django_db
def test_facts_say_what_the_editions_ahead_have_otherwise():
    offer = OfferFactory(course_mode="onsite", price_category="paid", price=Decimal("120"))
    EditionFactory(offer=offer, course_mode="online", price_category="free")
    EditionFactory(offer=offer, event_status="full")
    EditionFactory(offer=offer, course_mode="blended", event_status="cancelled")
    row = with_what_sheets_read(Offer.objects.all(), date(2026, 11, 24)).get()

    facts = {fact.label: fact.text for fact in OfferSheet(row, DemandBoard.latest()).facts}

    assert (facts["Mode"], facts["Price"]) == ("Online / On site", "Free / 120 €")


@pytest.mark.parametrize(
    ("words_of", "fields", "words"),
    [
        (mode_words, {}, ""),
        (mode_words, {"course_mode": "online"}, "Online"),
        (mode_words, {"course_mode": "onsite", "municipality": "Santander"}, "On site · Santander"),
        (hours_words, {}, ""),
        (hours_words, {"learning_hours": 1}, "1 hour"),
        (hours_words, {"learning_hours": 2000}, "2,000 hours"),
        (hours_words, {"learning_hours": 20_000}, "20,000 hours"),
        (level_words, {}, ""),
        (level_words, {"level": "advanced", "eqf_level": 5}, "Advanced · EQF 5"),
        (audience_words, {}, ""),
        (audience_words, {"audience": ["unemployed", "student"]}, "Unemployed people, Students"),
    ],
)
def test_fact_words(words_of, fields, words):
    assert words_of(Offer(**fields)) == words


def edition(state: EditionState, **fields) -> Edition:
    row = Edition(**fields)
    row.state = state
    return row


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (None, ""),
        (edition(EditionState.ALWAYS_OPEN), "Open all the time"),
        (
            edition(EditionState.OPEN, application_deadline=date(2026, 12, 20), start_date=date(2027, 1, 15)),
            "Enrolment open until 20 December 2026 · starts on 15 January 2027",
        ),
        (edition(EditionState.OPEN), "Enrolment open"),
        (
            edition(EditionState.OPENS_SOON, application_start_date=date(2026, 12, 20)),
            "Enrolment opens on 20 December 2026",
        ),
        (
            edition(EditionState.ENDED, start_date=date(2026, 1, 2), end_date=date(2026, 2, 3)),
            "Ended on 3 February 2026",
        ),
        (edition(EditionState.ENDED), "Ended"),
        (edition(EditionState.CANCELLED, start_date=date(2027, 1, 15)), "Cancelled"),
    ],
)
def test_edition_words(row, words):
    assert edition_words(row) == words


@pytest.mark.parametrize(
    ("url", "site"),
    [("", ""), ("https://www.a.example/x?y", "a.example"), ("https://b.example:8000", "b.example")],
)
def test_site_of(url, site):
    assert site_of(url) == site


@pytest.mark.django_db
def test_offer_says_how_many_of_the_skills_most_asked_for_it_teaches():
    offer = OfferFactory()
    skills = [SkillFactory() for _number in range(7)]
    for place, skill in enumerate(skills):
        DemandFactory(profile=None, skill=skill, companies=20 - place, rank=place + 1)
    for skill in (skills[0], skills[4], skills[6]):
        OfferSkillFactory(offer=offer, skill=skill)
    OfferSkillFactory(offer=offer, skill=skills[1], confirmed_on=None)

    sheet = OfferSheet(offer, DemandBoard.latest())

    assert sheet.cover_words == "Teaches 2 of the 5 skills most asked for (edition 2025, n = 30)"


@pytest.mark.django_db
def test_offer_says_nothing_of_skills_that_nobody_measured_or_that_it_does_not_teach():
    offer = OfferSkillFactory().offer
    assert OfferSheet(offer, DemandBoard.latest()).cover_words == ""

    DemandFactory(profile=None, skill=SkillFactory())
    DemandFactory(profile=None, skill=offer.offer_skills.get().skill, companies=0)
    assert OfferSheet(offer, DemandBoard.latest()).cover_words == ""


def test_length_is_written_as_the_language_writes_numbers():
    with override("es"):
        assert length_words(2000) == "2\xa0000 horas"
        assert length_words(20, 2000) == "20–2\xa0000 horas"
        assert length_words(1) == "1 hora"
    assert length_words(20, 2000) == "20–2,000 hours"
