"""Sending: what it freezes, what keeps it from being sent, and that there is one receipt."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from surveys.answering.actions import submit_response
from surveys.answering.cells import Change
from surveys.answering.errors import NotReady, SurveyClosed
from surveys.instrument.hashing import hash_json
from surveys.instrument.shipped import load_questionnaire
from surveys.models import Message, Submission
from tests.factories.members import PersonFactory
from tests.factories.surveys import CampaignFactory, ResponseFactory
from tests.surveys.answering.actions.conftest import close, save, submit


def test_submit_response_freezes_the_answers_and_queues_the_receipt(complete_response):
    ada = PersonFactory(work_email="ada@example.org")

    submission = submit(complete_response, contact=ada)

    complete_response.refresh_from_db()
    unit, version = complete_response.unit, complete_response.version
    assert (complete_response.state, complete_response.submitted_at) == ("submitted", submission.at)
    assert submission.payload == {
        "questionnaire": version.questionnaire.code,
        "version": version.number,
        "edition": unit.campaign.edition,
        "unit": unit.pk,
        "answers": [
            {"variable": "people", "row": "", "col": "", "value": 12, "status": "given"},
            {"variable": "hired", "row": "", "col": "", "value": "yes", "status": "given"},
            {"variable": "reasons", "row": "", "col": "", "value": ["pay"], "status": "given"},
            {"variable": "roles", "row": "dev", "col": "now", "value": 3, "status": "given"},
        ],
    }
    assert submission.payload_sha256 == hash_json(submission.payload)
    assert submission.definition_sha256 == version.definition_sha256
    messages = Message.objects.values_list("unit", "person", "wave", "email", "state")
    assert list(messages) == [(unit.pk, ada.pk, "receipt", "ada@example.org", "queued")]


def test_submit_response_pressed_again_returns_the_same_receipt(complete_response):
    key = uuid4()

    receipts = [
        submit_response(complete_response, idempotency_key=given, by="Ada") for given in (key, key, uuid4())
    ]

    assert {receipt.pk for receipt in receipts} == {Submission.objects.get().pk}


def test_submit_response_names_what_is_missing(response):
    save(response, Change("hired", "yes"))

    with pytest.raises(NotReady) as caught:
        submit(response)

    assert [question.variable for _step, question in caught.value.missing] == ["people", "reasons"]
    assert not Submission.objects.exists()


def test_submit_response_refuses_a_hard_check_that_fails(complete_response):
    save(complete_response, Change("roles", 9, row="dev", col="hard"))

    with pytest.raises(NotReady) as caught:
        submit(complete_response)

    assert [(f.check.code, f.row) for f in caught.value.failed] == [("hard-within-now", "dev")]


def test_submit_response_passes_a_soft_check_and_keeps_its_explanation(complete_response):
    save(complete_response, Change("roles", 99, row="ops", col="now"))

    submit(complete_response, explanations={("roles-within-people", ""): "Two jobs each"})

    flags = complete_response.check_flags.values_list("rule", "row_key", "explanation")
    assert list(flags) == [("roles-within-people", "", "Two jobs each")]


def test_submit_response_refuses_a_closed_edition(complete_response):
    close(complete_response)

    with pytest.raises(SurveyClosed):
        submit(complete_response)

    assert not Submission.objects.exists()


def test_submission_refuses_to_change(complete_response):
    submission = submit(complete_response)

    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(receipt_number="X")

    assert Submission.objects.get().receipt_number == submission.receipt_number


def test_shipped_questionnaire_can_be_answered_and_sent(db):
    response = ResponseFactory(unit__campaign=CampaignFactory(version=load_questionnaire()))
    save(
        response,
        Change("activity", "software"),
        Change("headcount", 18),
        Change("ict-staff", 12),
        Change("market", "spain"),
        Change("research", "own"),
        Change("joiners", 3),
        Change("leavers", status="not_known"),
        Change("turnover-rating", "high"),
        Change("profiles", 4, row="dev-ai", col="now"),
        Change("totals-right", "yes"),
        Change("vacancies-now", "no"),
        Change("recruited", "no"),
        Change("not-recruited-why", ["no-need"]),
        Change("skills-needed", 3, row="generative-ai", col="level"),
        Change("trained", "no"),
        Change("local-offer-by-kind", 3, row="fp", col="fit"),
        Change("training-barriers", ["none"]),
        Change("dual-fp", "maybe"),
        Change("packages", ["universities-fp"]),
    )

    submission = submit(response)

    assert len(submission.payload["answers"]) == 19
