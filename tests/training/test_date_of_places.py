"""The day that numbers of places hold for, whoever writes them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.factories.training import EditionFactory
from training.models import Edition

pytestmark = pytest.mark.django_db
BEFORE = date(2026, 1, 7)


def today() -> date:
    """Return the database's day, which no test moves."""
    return datetime.now(ZoneInfo("Europe/Madrid")).date()


def told(edition: Edition) -> date | None:
    return Edition.objects.values_list("places_told_on", flat=True).get(pk=edition.pk)


@pytest.mark.parametrize(
    ("first", "change", "day"),
    [
        ({}, {}, None),
        ({"places": 20}, {"places": 30}, None),
        ({"places_left": 3}, {}, "today"),
        ({"waiting_list": 0}, {}, "today"),
        ({"places_left": 3, "places_told_on": BEFORE}, {}, BEFORE),
        ({"places_left": 3, "places_told_on": BEFORE}, {"places_left": 2}, "today"),
        ({"places_left": 3, "places_told_on": BEFORE}, {"waiting_list": 2}, "today"),
        ({"places_left": 3, "places_told_on": BEFORE}, {"enrol_url": "https://faro.example/"}, BEFORE),
        ({"places_left": 3}, {"places_left": 2, "places_told_on": BEFORE}, BEFORE),
        ({"places_left": 3, "places_told_on": BEFORE}, {"places_left": 3}, BEFORE),
        ({"places_left": 3, "places_told_on": BEFORE}, {"places_left": None}, BEFORE),
    ],
)
def test_new_numbers_carry_the_day_they_were_told(first, change, day):
    edition = EditionFactory(**first)
    if change:
        Edition.objects.filter(pk=edition.pk).update(**change)

    assert told(edition) == (today() if day == "today" else day)


def test_saving_in_the_panel_dates_the_numbers_too():
    edition = EditionFactory(places_left=3, places_told_on=BEFORE)
    edition.places_left = 1
    edition.save()

    assert told(edition) == today()
