"""An edition that runs by the clock alone."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from surveys.enums import CampaignState
from surveys.fielding.actions import close_campaign
from surveys.fielding.schedule import propose_schedule, run_clock
from surveys.models import Campaign, Message, ScheduledWave
from tests.factories.surveys import CampaignFactory, ResponseFactory
from tests.surveys.fielding.conftest import launched, member

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def schedule(campaign: Campaign, **waves: str) -> None:
    ScheduledWave.objects.bulk_create(
        ScheduledWave(campaign=campaign, wave=wave, at=at(moment)) for wave, moment in waves.items()
    )


@pytest.fixture
def dated(db) -> Campaign:
    """Launched a week before it opens on 10 January; due on the 31st, closed on 7 February."""
    campaign = CampaignFactory(
        state="draft", opens_at=at("2027-01-10"), due_at=at("2027-01-31"), closes_at=at("2027-02-07")
    )
    for name in ("Ana", "Berta", "Carlos"):
        member(f"{name} SL", f"{name.lower()}@example.org")
    with time_machine.travel(at("2027-01-02"), tick=False):
        launched(campaign)
    campaign.refresh_from_db()
    return campaign


def test_proposed_schedule_has_every_wave_in_order(dated):
    proposed = propose_schedule(dated)

    assert [(row.wave, f"{timezone.localtime(row.at):%d/%m %H:%M}") for row in proposed] == [
        ("notification", "03/01 09:30"),
        ("invitation", "10/01 00:00"),
        ("reminder_1", "17/01 09:30"),
        ("reminder_2", "28/01 09:30"),
        ("reminder_3", "01/02 09:30"),
        ("last_call", "05/02 09:30"),
        ("thanks", "08/02 09:30"),
    ]


def test_proposed_schedule_of_a_short_edition_leaves_out_what_finds_no_room():
    short = CampaignFactory.build(
        opens_at=at("2027-01-10"), due_at=at("2027-01-12"), closes_at=at("2027-01-13")
    )
    waves = propose_schedule(short)

    assert [row.at for row in waves] == sorted(row.at for row in waves)
    assert {"notification", "invitation", "thanks"} <= {row.wave for row in waves}
    assert all(short.opens_at <= row.at < short.closes_at for row in waves if "remind" in row.wave)


def test_whole_edition_runs_by_the_clock(dated, postbox):
    ScheduledWave.objects.bulk_create(propose_schedule(dated))
    written = {}
    ana = dated.units.get(name_at_launch="Ana SL")
    day = at("2027-01-02")
    while day <= at("2027-02-09"):
        with time_machine.travel(day + timedelta(hours=10), tick=False):
            if day == at("2027-01-18"):
                ResponseFactory(unit=ana, state="submitted", submitted_at=timezone.now())
            before = len(postbox.mails)
            run_clock()
            run_clock()
            if len(postbox.mails) > before:
                written[f"{day:%d/%m}"] = len(postbox.mails) - before
        day = timezone.make_aware(
            datetime.combine(timezone.localdate(day + timedelta(days=1, hours=3)), datetime.min.time())
        )

    assert written == {"03/01": 3, "10/01": 3, "17/01": 3, "28/01": 2, "01/02": 2, "05/02": 2, "08/02": 1}
    dated.refresh_from_db()
    assert dated.state == CampaignState.CLOSED
    assert dated.closed_at == at("2027-02-07T10:00")
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert Message.objects.get(wave="thanks").email == "ana@example.org"


def test_clock_after_an_outage_sends_only_the_last_of_several_reminders(dated, postbox):
    schedule(
        dated, reminder_1="2027-01-17T09:30", reminder_2="2027-01-28T09:30", reminder_3="2027-02-01T09:30"
    )

    with time_machine.travel(at("2027-02-02"), tick=False):
        run_clock()

    assert set(Message.objects.values_list("wave", flat=True)) == {"reminder_3"}
    assert ScheduledWave.objects.filter(done_at=None).count() == 0
    assert ScheduledWave.objects.exclude(refusal="").count() == 2


def test_announcement_after_the_opening_is_not_sent_and_says_why(dated, postbox):
    schedule(dated, notification="2027-01-03T09:30")

    with time_machine.travel(at("2027-01-11"), tick=False):
        run_clock()

    assert postbox.mails == []
    assert ScheduledWave.objects.get().refusal


def test_schedule_of_a_draft_waits_for_the_launch(postbox):
    draft = CampaignFactory(state="draft")
    ScheduledWave.objects.create(campaign=draft, wave="invitation", at=timezone.now() - timedelta(hours=1))

    run_clock()

    assert ScheduledWave.objects.get().done_at is None


def test_edition_closes_by_itself_unless_told_not_to(dated, postbox):
    Campaign.objects.update(closes_itself=False)
    with time_machine.travel(at("2027-02-08"), tick=False):
        assert run_clock().closed == []
    Campaign.objects.update(closes_itself=True)
    with time_machine.travel(at("2027-02-06"), tick=False):
        assert run_clock().closed == []
    with time_machine.travel(at("2027-02-07"), tick=False):
        assert run_clock().closed == [dated.edition]
        assert run_clock().closed == []


def test_thanks_wait_for_a_close_that_comes_late(dated, postbox):
    Campaign.objects.update(closes_itself=False)
    ResponseFactory(
        unit=dated.units.get(name_at_launch="Ana SL"), state="submitted", submitted_at=at("2027-01-20")
    )
    schedule(dated, thanks="2027-02-08T09:30")
    with time_machine.travel(at("2027-02-09"), tick=False):
        run_clock()
        assert postbox.mails == []
        close_campaign(dated)
        run_clock()

    assert postbox.addresses == ["ana@example.org"]


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_queue_a_wave_once(postbox):
    edition = CampaignFactory(state="draft")
    for number in range(20):
        member(f"Company {number}", f"c{number}@example.org")
    launched(edition)
    ScheduledWave.objects.create(campaign=edition, wave="invitation", at=timezone.now())
    start = Barrier(3)

    def tick() -> None:
        start.wait()
        run_clock()
        connection.close()

    clocks = [Thread(target=tick) for _ in range(3)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()

    assert postbox.addresses == sorted(f"c{number}@example.org" for number in range(20))
    assert ScheduledWave.objects.get().queued == 20
