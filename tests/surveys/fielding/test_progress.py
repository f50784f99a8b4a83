from datetime import timedelta

import pytest
from django.utils import timezone

from surveys.fielding.progress import SameDay, same_day_before
from tests.factories.surveys import CampaignFactory, ResponseFactory, UnitFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def edition(name, *, opened_days_ago, version=None, answered_on=(), silent=1, **fields):
    """An edition with a company that answered on each of the given days after its opening."""
    opens = NOW - timedelta(days=opened_days_ago)
    more = {"version": version, "questionnaire": version.questionnaire} if version else {}
    campaign = CampaignFactory(
        edition=name,
        opens_at=opens,
        due_at=opens + timedelta(days=20),
        closes_at=opens + timedelta(days=28),
        **more,
        **fields,
    )
    for day in answered_on:
        unit = UnitFactory(campaign=campaign)
        ResponseFactory(unit=unit, state="submitted", submitted_at=opens + timedelta(days=day))
    UnitFactory.create_batch(silent, campaign=campaign)
    return campaign


def test_same_day_before_counts_what_was_in_as_long_after_the_opening():
    before = edition("2025", opened_days_ago=300, answered_on=[1, 7, 8, 20], state="closed", closed_at=NOW)
    edition("2024", opened_days_ago=600, version=before.version, state="closed", closed_at=NOW)
    now_open = edition("2026", opened_days_ago=7.5, version=before.version, answered_on=[2])

    assert same_day_before(now_open, at=NOW) == SameDay("2025", submitted=2, units=5)


def test_same_day_before_leaves_out_companies_out_of_scope():
    before = edition("2025", opened_days_ago=300, answered_on=[1], state="closed", closed_at=NOW)
    before.units.update(in_scope=False, out_reason="Merged")
    now_open = edition("2026", opened_days_ago=7, version=before.version)

    assert same_day_before(now_open, at=NOW) == SameDay("2025", submitted=0, units=0)


def test_same_day_before_is_unknown_for_the_first_edition():
    edition("other", opened_days_ago=300, answered_on=[1], state="closed", closed_at=NOW)

    assert same_day_before(edition("2026", opened_days_ago=7), at=NOW) is None
