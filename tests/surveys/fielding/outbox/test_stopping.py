"""What keeps a queued message from going out, and how many go at a time."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from surveys.fielding.actions import close_campaign, queue_wave
from surveys.fielding.outbox import claim_message, deliver, open_mailbox, send_queued
from surveys.models import Message, Unit
from tests.factories.surveys import ResponseFactory
from tests.surveys.fielding.conftest import launched, member
from tests.surveys.fielding.outbox.reading import states

pytestmark = pytest.mark.django_db


def test_reminder_stops_for_who_submitted_a_second_ago(edition, postbox):
    queue_wave(edition, "reminder_1", by=None)
    berta = edition.units.get(name_at_launch="Berta SL")
    ResponseFactory(unit=berta, state="submitted", submitted_at=timezone.now())

    assert send_queued() == {"sent": 2, "skipped": 1}
    assert postbox.addresses == ["ana@example.org", "carlos@example.org"]


def test_closed_edition_stops_what_is_queued(edition, postbox):
    queue_wave(edition, "invitation", by=None)
    close_campaign(edition, by=None)

    assert send_queued() == {}
    assert set(states().values()) == {"skipped"}


def test_edition_that_closes_between_claim_and_sending_stops_the_message(edition, postbox):
    queue_wave(edition, "invitation", by=None)
    claim_message()
    close_campaign(edition, by=None)

    claimed = Message.objects.select_related("unit__campaign", "person").get(state="sending")

    assert deliver(claimed, open_mailbox()) == "skipped"
    assert postbox.mails == []


def test_unit_put_out_of_scope_is_not_written_to(edition, postbox):
    queue_wave(edition, "invitation", by=None)
    Unit.objects.filter(name_at_launch="Ana SL").update(in_scope=False, out_reason="Closed down")

    assert send_queued() == {"sent": 2, "skipped": 1}


def test_rate_leaves_the_rest_for_the_next_minute(edition, postbox, settings):
    settings.SURVEY_MAIL_PER_MINUTE = 2
    queue_wave(edition, "invitation", by=None)

    assert send_queued() == {"sent": 2}
    assert send_queued() == {}
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert send_queued() == {"sent": 1}


def test_many_messages_go_over_one_line(draft, postbox):
    for number in range(60):
        member(f"Company {number}", f"c{number}@example.org")
    launched(draft)
    queue_wave(draft, "invitation", by=None)

    assert send_queued() == {"sent": 60}
    assert len(postbox.addresses) == 60
    assert postbox.lines == 2
