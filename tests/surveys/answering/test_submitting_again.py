"""A sent response opened again by the cluster: a second submission beside the first, or the first stands."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from surveys.answering.actions import reopen_response, save_cells, submit_response
from surveys.answering.cells import Change
from surveys.answering.errors import AlreadySubmitted, NotSent, SurveyClosed
from surveys.fielding.actions import close_campaign
from surveys.models import Answer, AnswerEvent, Message, Reopening, Response, Submission
from surveys.results.freeze import read_edition
from tests.factories.members import PersonFactory, UserFactory

WHY = "El total de plantilla no cuadra."


def save(response, *changes):
    return save_cells(response, changes, request_id=uuid.uuid4(), actor="Ada")


def send(response, **extra):
    return submit_response(response, idempotency_key=uuid.uuid4(), by="Ada", **extra)


def people_in(submission) -> int:
    return next(row["value"] for row in submission.payload["answers"] if row["variable"] == "people")


@pytest.fixture
def sent(complete_response):
    send(complete_response)
    return complete_response


@pytest.fixture
def reopened(sent):
    reopen_response(sent, by=UserFactory(name="Gema"), reason=WHY)
    return sent


def test_sent_answers_change_only_after_they_are_opened_again(sent):
    with pytest.raises(AlreadySubmitted):
        save(sent, Change("people", 13))

    opened = reopen_response(sent, by=UserFactory(name="Gema"), reason=f"  {WHY} ")
    save(sent, Change("people", 13))

    assert (opened.reason, opened.by.name, opened.submission.sequence) == (WHY, "Gema", 1)


def test_second_submission_leaves_the_first_as_it_was(reopened):
    first = Submission.objects.get()
    ada = PersonFactory(work_email="ada@example.org")
    save(reopened, Change("people", 13))

    second = send(reopened, contact=ada)

    first.refresh_from_db()
    assert (people_in(first), people_in(second)) == (12, 13)
    assert (first.sequence, second.sequence) == (1, 2)
    assert first.receipt_number != second.receipt_number
    assert Message.objects.get().occasion == "2"
    reopened.refresh_from_db()
    assert (reopened.state, reopened.submitted_at) == ("submitted", second.at)
    (sheet,) = read_edition(reopened.unit.campaign).sheets
    assert "13" in repr(sheet)


def test_opening_twice_is_refused_and_logged_once(reopened):
    with pytest.raises(NotSent):
        reopen_response(reopened, by=UserFactory(), reason="again")

    assert Reopening.objects.count() == 1


def test_what_was_never_sent_cannot_be_opened_again(complete_response):
    with pytest.raises(NotSent):
        reopen_response(complete_response, by=UserFactory(), reason=WHY)


def test_closed_edition_is_not_opened_again(sent):
    close_campaign(sent.unit.campaign)

    with pytest.raises(SurveyClosed):
        reopen_response(sent, by=UserFactory(), reason=WHY)

    assert Reopening.objects.count() == 0


def test_reopening_says_why(sent):
    with pytest.raises(IntegrityError), transaction.atomic():
        reopen_response(sent, by=UserFactory(), reason="  ")

    assert Response.objects.get().state == "submitted"


def test_reopened_answers_not_sent_again_end_as_what_was_sent(reopened):
    first = Submission.objects.get()
    save(reopened, Change("people", 99))

    close_campaign(reopened.unit.campaign)

    reopened.refresh_from_db()
    assert (reopened.state, reopened.submitted_at, reopened.usable) == ("submitted", first.at, None)
    assert people_in(Submission.objects.get()) == 12
    assert AnswerEvent.objects.filter(variable__code="people").count() == 2
    assert Answer.objects.get(variable__code="people").num == 99


def test_company_reads_why_and_what_happens_if_it_does_nothing(owner, reopened):
    number = Submission.objects.get().receipt_number

    for page in ("start", "hub", "receipt"):
        text = owner.get(reverse(f"surveys:{page}", args=[reopened.pk])).content.decode()
        assert WHY in text, page
        assert number in text, page


def test_every_receipt_stays_to_be_read(owner, reopened):
    save(reopened, Change("people", 13))
    send(reopened)
    url = reverse("surveys:receipt", args=[reopened.pk])
    first, second = Submission.objects.order_by("sequence")

    newest, earlier = owner.get(url), owner.get(url + "?envio=1")

    assert newest.context["receipt"] == second
    assert earlier.context["receipt"] == first
    assert all(number in newest.content.decode() for number in (first.receipt_number, second.receipt_number))
    assert WHY not in newest.content.decode()
    for odd in ("3", "0", "-1", "uno", "1e1"):
        assert owner.get(url, {"envio": odd}).status_code == 404, odd


def test_stranger_reads_no_receipt(stranger, sent):
    assert stranger.get(reverse("surveys:receipt", args=[sent.pk]) + "?envio=1").status_code == 404
