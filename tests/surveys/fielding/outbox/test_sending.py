"""The sender against a real SMTP server: who is written to, how often, and what the messages say."""

import re
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from icalendar import Calendar

from members.models import Person
from surveys.answering.actions import save_cells, start_response, submit_response
from surveys.answering.cells import Change
from surveys.fielding.actions import queue_wave
from surveys.fielding.outbox import send_queued
from surveys.models import Invitation, Message, Submission, Unit
from surveys.tokens import hash_token
from tests.factories.surveys import ResponseFactory
from tests.surveys.fielding.conftest import launched, member

pytestmark = pytest.mark.django_db


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
