"""The sender against a real SMTP server."""

import re
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from icalendar import Calendar

from members.models import Person
from surveys.answering.actions import save_cells, start_response, submit_response
from surveys.answering.cells import Change
from surveys.fielding.actions import close_campaign, confirm_message_sent, give_message_back, queue_wave
from surveys.fielding.errors import MailServerUnreachable
from surveys.fielding.outbox import claim_message, deliver, open_mailbox, send_queued
from surveys.models import Invitation, Message, Submission, Unit
from surveys.tokens import hash_token
from tests.factories.surveys import ResponseFactory
from tests.surveys.fielding.conftest import launched, member

pytestmark = pytest.mark.django_db


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("email", "state"))


def body(mail, kind: str = "plain") -> str:
    return mail.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_send_writes_to_each_contact_once_with_a_link_of_its_own(edition, postbox, settings):
    settings.SITE_URL = "https://survey.example.org"
    queue_wave(edition, "invitation", by=None)

    assert send_queued() == {"sent": 3}
    assert send_queued() == {}
    assert postbox.addresses == ["ana@example.org", "berta@example.org", "carlos@example.org"]
    links = [
        re.search(r"^https://survey\.example\.org/\S+/e/(\S+)/$", body(mail), re.MULTILINE)
        for _to, mail in postbox.mails
    ]
    hashes = {hash_token(link[1]) for link in links}
    assert hashes == set(Invitation.objects.values_list("token_hash", flat=True))
    assert len(hashes) == 3
    assert Message.objects.filter(state="sent", sent_at__isnull=False).count() == 3


def test_invitation_says_what_it_is_in_text_and_html(edition, postbox):
    Person.objects.update(language="en")
    queue_wave(edition, "invitation", by=None)

    send_queued()

    recipients, mail = min(postbox.mails, key=lambda sent: sent[0])
    assert recipients == (mail["To"],) == ("ana@example.org",)
    assert mail["Subject"].strip() == "Ana SL: your answers for “Survey 2026”"
    for text in (body(mail), body(mail, "html")):
        assert "Ana SL" in text
        assert "15 to 20 minutes" in text
        assert "only the cluster's team sees" in text.replace("&#x27;", "'")
        assert mail["Reply-To"] in text
        assert "/en/" in text
    assert mail["Message-ID"].startswith(
        f"<survey-message-{Message.objects.get(email='ana@example.org').pk}@"
    )


def test_invitation_follows_the_language_of_the_person(edition, postbox):
    Person.objects.filter(work_email="berta@example.org").update(language="en")
    queue_wave(edition, "invitation", by=None)

    send_queued()

    editions = {mail["To"]: "Survey 2026" in mail["Subject"] for _to, mail in postbox.mails}
    assert editions == {"ana@example.org": False, "berta@example.org": True, "carlos@example.org": False}


def test_invitation_cannot_be_made_to_start_another_header(draft, postbox):
    member("Evil SL\r\nBcc: victim@example.org", "ana@example.org")
    launched(draft)
    queue_wave(draft, "invitation", by=None)

    assert send_queued() == {"sent": 1}
    assert postbox.addresses == ["ana@example.org"]
    assert postbox.mails[0][1]["Bcc"] is None
    assert postbox.mails[0][1]["Subject"].strip().startswith("Evil SL Bcc: victim@example.org")


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


def test_receipt_names_its_number_and_has_no_link_to_the_answers(edition, postbox):
    unit = edition.units.get(name_at_launch="Ana SL")
    response = ResponseFactory(unit=unit, state="submitted", submitted_at=timezone.now())
    Submission.objects.create(
        response=response,
        sequence=1,
        idempotency_key="7b0a3c1e-8a55-4a06-9d9c-2f3f2b1a0c11",
        receipt_number="2026-ABCD-EFGH",
        definition_sha256="x",
        payload={"answers": []},
        payload_sha256="y",
    )
    contact = Person.objects.get(work_email="ana@example.org")
    Message.objects.create(unit=unit, person=contact, wave="receipt", email=contact.work_email)

    assert send_queued() == {"sent": 1}
    mail = postbox.mails[0][1]
    assert "2026-ABCD-EFGH" in mail["Subject"]
    assert "2026-ABCD-EFGH" in body(mail)
    assert "/e/" not in body(mail)
    assert Invitation.objects.count() == 0


def test_queued_wave_is_sent_by_the_background_task(edition, postbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue_wave(edition, "invitation", by=None)

    assert len(postbox.mails) == 3


def test_receipt_is_sent_when_the_submission_is_committed(
    edition, postbox, django_capture_on_commit_callbacks
):
    unit = edition.units.get(name_at_launch="Ana SL")
    response = start_response(unit)
    changes = [Change("people", 12), Change("hired", "no"), Change("roles", status="not_applicable")]
    save_cells(response, changes, request_id=uuid4(), actor="ana")

    with django_capture_on_commit_callbacks(execute=True):
        submission = submit_response(
            response, idempotency_key=uuid4(), by="ana", contact=unit.organisation.posts.get().person
        )

    assert postbox.addresses == ["ana@example.org"]
    assert submission.receipt_number in postbox.mails[0][1]["Subject"]


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_write_to_everybody_once(draft, postbox):
    expected = sorted(f"c{number}@example.org" for number in range(30))
    for number, address in enumerate(expected):
        member(f"Company {number}", address)
    launched(draft)
    queue_wave(draft, "invitation", by=None)
    Message.objects.exclude(state="queued").update(state="queued", sent_at=None)
    postbox.mails.clear()
    start, outcomes = Barrier(2), []

    def send() -> None:
        start.wait()
        outcomes.append(send_queued())
        connection.close()

    senders = [Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert postbox.addresses == expected
    assert sum(outcome.get("sent", 0) for outcome in outcomes) == 30


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


def test_line_that_the_server_dropped_is_opened_again_and_nothing_is_in_doubt(edition, postbox):
    postbox.drops_idle_lines = True
    queue_wave(edition, "invitation", by=None)

    assert send_queued() == {"sent": 3}
    assert postbox.lines == 3


def test_invitation_brings_the_due_date_as_a_calendar_entry(edition, postbox):
    Unit.objects.filter(name_at_launch="Ana SL").update(extended_until=edition.due_at + timedelta(days=3))
    queue_wave(edition, "invitation", by=None)

    send_queued()

    dues = {}
    for recipients, mail in postbox.mails:
        (calendar,) = [part for part in mail.iter_attachments() if part.get_content_type() == "text/calendar"]
        (event,) = Calendar.from_ical(calendar.get_content()).walk("VEVENT")
        dues[recipients[0]] = event["dtstart"].dt
    due = timezone.localdate(edition.due_at)
    assert dues == {
        "ana@example.org": due + timedelta(days=3),
        "berta@example.org": due,
        "carlos@example.org": due,
    }
