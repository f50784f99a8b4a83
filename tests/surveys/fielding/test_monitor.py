"""The monitor's figures against a plain recount of the rows."""

import random
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from surveys.enums import ResponseState
from surveys.fielding.curve import curve, expected_final, wave_effects
from surveys.fielding.standing import groups_by, standing_of
from surveys.models import Campaign, Message, Response, Unit
from tests.factories.members import PersonFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory, ResponseFactory, UnitFactory

pytestmark = pytest.mark.django_db

STATES = ["submitted", "in_progress", "opened", "invited", "not_invited", "undeliverable", "refused", "out"]


def put(unit: Unit, state: str) -> None:
    """Bring a unit into a state by the rows that mean it."""
    now = timezone.now()
    if state == "submitted":
        ResponseFactory(unit=unit, state=ResponseState.SUBMITTED, submitted_at=now)
    elif state == "in_progress":
        ResponseFactory(unit=unit)
    elif state == "opened":
        InvitationFactory(unit=unit, last_used_at=now, token=str(unit.pk))
        write(unit, "sent")
    elif state == "invited":
        write(unit, "sent")
    elif state == "undeliverable":
        write(unit, random.choice(["failed", "bounced"]))
    elif state == "refused":
        Unit.objects.filter(pk=unit.pk).update(refused_on=timezone.localdate())
        write(unit, "sent")
    elif state == "out":
        Unit.objects.filter(pk=unit.pk).update(in_scope=False, out_reason="Merged")


def write(unit: Unit, state: str, wave: str = "invitation", at=None) -> Message:
    at = at or timezone.now()
    return Message.objects.create(
        unit=unit,
        person=PersonFactory(),
        wave=wave,
        email="x@example.org",
        state=state,
        sent_at=at if state in ("sent", "bounced") else None,
        bounced_at=at if state == "bounced" else None,
    )


@pytest.mark.parametrize("seed", range(5))
def test_every_company_is_counted_in_exactly_the_state_it_is_in(seed):
    random.seed(seed)
    campaign = CampaignFactory()
    states = [random.choice(STATES) for _ in range(34)]
    sizes = [random.choice([None, 3, 40, 200]) for _ in states]
    for state, size in zip(states, sizes, strict=True):
        put(UnitFactory(campaign=campaign, headcount=size), state)

    found = standing_of(campaign)

    assert {state: getattr(found, state) for state in STATES[:-1]} == {
        state: states.count(state) for state in STATES[:-1]
    }
    assert found.out_of_scope == states.count("out")
    assert found.in_scope == 34 - states.count("out") == sum(getattr(found, state) for state in STATES[:-1])
    covered = sum(size or 0 for state, size in zip(states, sizes, strict=True) if state == "submitted")
    assert (found.people_covered or 0) == covered


def test_figures_of_another_edition_are_not_mixed_in():
    campaign, other = CampaignFactory(), CampaignFactory()
    put(UnitFactory(campaign=other), "submitted")
    UnitFactory(campaign=campaign)

    assert (standing_of(campaign).submitted, standing_of(campaign).frame) == (0, 1)


def test_groups_add_up_to_the_companies_in_scope():
    campaign = CampaignFactory()
    for band, state in [("1-9", "submitted"), ("1-9", "invited"), ("10-25", "in_progress"), ("10-25", "out")]:
        put(UnitFactory(campaign=campaign, size_band=band, stratum="company"), state)

    assert [(g.units, g.submitted, g.in_progress) for g in groups_by(campaign, "size_band")] == [
        (2, 1, 0),
        (1, 0, 1),
    ]
    assert [(g.units, g.submitted) for g in groups_by(campaign, "stratum")] == [(3, 1)]


@pytest.fixture
def at_noon():
    """Days are counted by the calendar: an hour later must be the same one."""
    with time_machine.travel(timezone.localtime().replace(hour=12), tick=False):
        yield


def closed_before(campaign: Campaign, answers: list[int]) -> Campaign:
    """An edition of the year before with one answer on each of the given days after its opening."""
    opens = campaign.opens_at - timedelta(days=365)
    before = CampaignFactory(
        version=campaign.version,
        opens_at=opens,
        due_at=opens + timedelta(days=5),
        closes_at=opens + timedelta(days=9),
        state="closed",
        closed_at=opens + timedelta(days=9),
    )
    for day in [*answers, None]:
        unit = UnitFactory(campaign=before)
        if day is not None:
            ResponseFactory(unit=unit, state="submitted", submitted_at=opens + timedelta(days=day, hours=1))
    return before


@pytest.mark.usefixtures("at_noon")
def test_curve_runs_beside_the_edition_before():
    campaign = CampaignFactory(opens_at=timezone.now() - timedelta(days=3))
    closed_before(campaign, [0, 2, 2, 9])
    ResponseFactory(
        unit=UnitFactory(campaign=campaign),
        state="submitted",
        submitted_at=campaign.opens_at + timedelta(days=1),
    )

    days = curve(campaign)

    assert [day.before for day in days] == [1, 1, 3, 3, 3, 3, 3, 3, 3, 4]
    assert [day.submitted for day in days] == [0, 1, 1, 1, None, None, None, None, None, None]


@pytest.mark.usefixtures("at_noon")
def test_expected_rate_follows_the_edition_before():
    campaign = CampaignFactory(opens_at=timezone.now() - timedelta(days=3))
    closed_before(campaign, [0, 2, 2, 9])
    for state in ["submitted", *["invited"] * 3]:
        unit = UnitFactory(campaign=campaign)
        put(unit, state)
    Response.objects.filter(unit__campaign=campaign).update(submitted_at=campaign.opens_at)

    expectation = expected_final(campaign, standing_of(campaign), curve(campaign))

    # Then 2 of 5 were silent on this day and one of them answered; now 3 are.
    assert (expectation.expected, expectation.in_scope) == (1 + round(3 * 1 / 2), 4)


def test_nothing_is_expected_without_an_edition_before():
    campaign = CampaignFactory()
    UnitFactory(campaign=campaign)

    assert expected_final(campaign, standing_of(campaign), curve(campaign)) is None


def test_answers_count_for_the_message_before_them():
    campaign = CampaignFactory(opens_at=timezone.now() - timedelta(days=20))
    units = [UnitFactory(campaign=campaign) for _ in range(4)]
    start = timezone.now() - timedelta(days=18)
    for unit in units:
        write(unit, "sent", at=start)
    write(units[0], "sent", wave="reminder_1", at=start + timedelta(days=7))
    write(units[1], "failed", wave="reminder_1")
    for unit, days in zip(units, (1, 2, 8, 30), strict=True):
        ResponseFactory(unit=unit, state="submitted", submitted_at=start + timedelta(days=days))

    assert [(e.wave, e.sent, e.wrong, e.answered_after) for e in wave_effects(campaign)] == [
        ("invitation", 4, 0, 2),
        ("reminder_1", 1, 1, 1),
    ]


def monitor_url(campaign: Campaign) -> str:
    return reverse("admin:surveys_campaign_live", args=[campaign.pk])


def test_page_and_its_live_part_take_the_same_queries_for_one_company_and_for_many(manager_client):
    campaign = CampaignFactory()
    put(UnitFactory(campaign=campaign), "submitted")
    manager_client.get(monitor_url(campaign))

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert manager_client.get(monitor_url(campaign) + "?part=figures").status_code == 200
        return len(caught)

    few = queries()
    for state in STATES * 2:
        put(UnitFactory(campaign=campaign), state)
    assert queries() == few


def test_live_part_is_not_a_whole_page(manager_client):
    campaign = CampaignFactory()
    put(UnitFactory(campaign=campaign), "invited")

    part = manager_client.get(monitor_url(campaign) + "?part=figures").content.decode()
    page = manager_client.get(monitor_url(campaign)).content.decode()

    assert "<html" not in part
    assert part.count("<table") == page.count("<table") > 0
