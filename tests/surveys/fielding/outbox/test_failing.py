"""A server that refuses, drops or cannot be reached: tried again, failed, or left to a person."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from surveys.fielding.actions import confirm_message_sent, give_message_back, queue_wave
from surveys.fielding.errors import MailServerUnreachable
from surveys.fielding.outbox import claim_message, send_queued
from surveys.models import Invitation, Message
from tests.surveys.fielding.outbox.reading import states

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org", "nobody"]
)
def test_address_that_is_not_exactly_one_fails_and_nothing_is_sent(edition, postbox, address):
    queue_wave(edition, "invitation", by=None)
    Message.objects.update(email=address)

    assert send_queued() == {"failed": 3}
    assert postbox.mails == []


def test_refused_recipient_fails_with_the_words_of_the_server_and_others_get_theirs(edition, postbox):
    postbox.refused = {"berta@example.org": "550 no such person here"}
    queue_wave(edition, "invitation", by=None)

    assert send_queued() == {"sent": 2, "failed": 1}
    assert postbox.addresses == ["ana@example.org", "carlos@example.org"]
    assert Message.objects.get(state="failed").error == "550 no such person here"


def test_broken_line_leaves_the_message_in_doubt_and_is_not_tried_again(edition, postbox):
    postbox.hang_up_on = {"berta@example.org"}
    queue_wave(edition, "invitation", by=None)

    assert send_queued() == {"sent": 2, "sending": 1}
    assert send_queued() == {}
    assert postbox.addresses.count("berta@example.org") == 1
    assert states()["berta@example.org"] == "sending"


def test_crash_after_the_claim_leaves_the_message_in_doubt(edition, postbox):
    queue_wave(edition, "invitation", by=None)
    claimed = claim_message()

    assert send_queued() == {"sent": 2}
    assert Message.objects.get(state="sending") == claimed
    assert claimed.email not in postbox.addresses


def test_person_settles_a_message_in_doubt(edition, postbox, manager, django_capture_on_commit_callbacks):
    queue_wave(edition, "invitation", by=None)
    arrived, lost = claim_message(), claim_message()
    send_queued()

    confirm_message_sent(arrived, by=manager)
    with django_capture_on_commit_callbacks(execute=True):
        give_message_back(lost, by=manager)

    assert set(states().values()) == {"sent"}
    assert postbox.addresses == sorted(set(states()) - {arrived.email})


def test_unreachable_server_leaves_everything_queued(edition, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    queue_wave(edition, "invitation", by=None)

    with pytest.raises(MailServerUnreachable):
        send_queued()
    with pytest.raises(CommandError):
        call_command("send_survey_mail")

    assert set(states().values()) == {"queued"}
    assert Invitation.objects.count() == 0


def test_temporary_refusal_is_tried_again_later_and_only_then(edition, postbox):
    postbox.refused = {"berta@example.org": "451 try again later"}
    queue_wave(edition, "invitation", by=None)

    assert send_queued() == {"sent": 2, "queued": 1}
    assert send_queued() == {}
    waiting = Message.objects.get(email="berta@example.org")
    assert (waiting.state, waiting.attempts, waiting.error) == ("queued", 1, "451 try again later")

    postbox.refused = {}
    with time_machine.travel(waiting.retry_at, tick=False):
        assert send_queued() == {"sent": 1}
    assert postbox.addresses.count("berta@example.org") == 1


def test_temporary_refusal_that_never_ends_fails(edition, postbox):
    postbox.refused = dict.fromkeys(
        ["ana@example.org", "berta@example.org", "carlos@example.org"], "450 busy"
    )
    queue_wave(edition, "invitation", by=None)

    moment = timezone.now()
    for _ in range(10):
        with time_machine.travel(moment, tick=False):
            send_queued()
        moment += timedelta(hours=9)

    assert set(Message.objects.values_list("state", "attempts")) == {("failed", 6)}


def test_line_that_the_server_dropped_is_opened_again_and_nothing_is_in_doubt(edition, postbox):
    postbox.drops_idle_lines = True
    queue_wave(edition, "invitation", by=None)

    assert send_queued() == {"sent": 3}
    assert postbox.lines == 3
