from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from surveys.answering.actions import save_cells, start_response, submit_response
from surveys.answering.cells import Change
from surveys.answering.errors import AlreadySubmitted, CellRefused, Conflict, NotReady, SurveyClosed
from surveys.instrument.cells import Key
from surveys.instrument.hashing import hash_json
from surveys.instrument.shipped import load_questionnaire
from surveys.models import Answer, AnswerEvent, Message, Response, Submission
from tests.factories.members import PersonFactory
from tests.factories.surveys import CampaignFactory, ResponseFactory, UnitFactory


def save(response, *changes, request_id=None, actor="Ada"):
    return save_cells(response, changes, request_id=request_id or uuid4(), actor=actor)


def submit(response, **rest):
    return submit_response(response, idempotency_key=uuid4(), by="Ada", **rest)


def stored(response):
    rows = response.answers.select_related("variable").order_by("variable__code", "row_key", "col_key")
    return {(row.variable.code, row.row_key, row.col_key): (row.value, row.status) for row in rows}


def close(response):
    campaign = response.unit.campaign
    campaign.state, campaign.closed_at = "closed", timezone.now()
    campaign.save()


def test_start_response_makes_one_response_for_a_unit(db):
    unit = UnitFactory()

    first, second = start_response(unit), start_response(unit)

    assert first == second
    assert list(Response.objects.all()) == [first]
    assert first.version == unit.campaign.version


@pytest.mark.parametrize(
    "campaign",
    [
        {"state": "draft"},
        {"state": "closed", "closed_at": timezone.now()},
        {"opens_at": timezone.now() + timedelta(days=1)},
        {"due_at": timezone.now() - timedelta(hours=2), "closes_at": timezone.now() - timedelta(hours=1)},
    ],
    ids=["draft", "closed", "not open yet", "past its closing time"],
)
def test_start_response_refuses_an_edition_out_of_the_field(db, campaign):
    with pytest.raises(SurveyClosed):
        start_response(UnitFactory(campaign=CampaignFactory(**campaign)))

    assert not Response.objects.exists()


def test_save_cells_stores_each_kind_in_its_typed_field(response):
    saved = save(
        response,
        Change("people", 12),
        Change("hired", "yes"),
        Change("reasons", ["place", "pay"]),
        Change("roles", 3, row="dev", col="now"),
        Change("abilities", "2", row="python", col="level"),
        Change("abilities", "now", row="python", col="urgency"),
        Change("notes", "  Una nota  "),
    )

    assert saved.revision == 1
    assert stored(response) == {
        ("abilities", "python", "level"): (Decimal(2), "given"),
        ("abilities", "python", "urgency"): ("now", "given"),
        ("hired", "", ""): ("yes", "given"),
        ("notes", "", ""): ("Una nota", "given"),
        ("people", "", ""): (Decimal(12), "given"),
        ("reasons", "", ""): (["pay", "place"], "given"),
        ("roles", "dev", "now"): (Decimal(3), "given"),
    }


def test_save_cells_keeps_not_known_apart_from_zero_and_blank(response):
    save(response, Change("people", status="not_known"), Change("roles", 0, row="dev", col="now"))

    assert stored(response) == {
        ("people", "", ""): (None, "not_known"),
        ("roles", "dev", "now"): (Decimal(0), "given"),
    }


def test_save_cells_records_old_and_new_values(response):
    save(response, Change("people", 12))
    save(response, Change("people", 14), actor="Bea")

    events = AnswerEvent.objects.order_by("id").values_list("old", "new", "base_revision", "actor")
    assert list(events) == [
        (None, {"value": 12, "status": "given"}, 0, "Ada"),
        ({"value": 12, "status": "given"}, {"value": 14, "status": "given"}, 1, "Bea"),
    ]


def test_save_cells_writes_nothing_for_unchanged_and_never_filled_cells(response):
    save(response, Change("people", 12))

    saved = save(response, Change("people", 12), Change("notes", ""))

    assert (saved.revision, saved.keys) == (1, ())
    assert AnswerEvent.objects.count() == 1
    assert Answer.objects.count() == 1


def test_save_cells_keeps_a_cleared_cell_as_blank(response):
    save(response, Change("people", 12))
    save(response, Change("people", None))

    assert stored(response) == {("people", "", ""): (None, "blank")}


def test_save_cells_repeated_request_changes_nothing_and_returns_the_first_result(response):
    request_id = uuid4()
    first = save(response, Change("people", 12), request_id=request_id)
    save(response, Change("people", 14))

    again = save(response, Change("people", 12), request_id=request_id)

    assert again.repeated
    assert (again.revision, again.keys) == (first.revision, (Key("people"),))
    assert stored(response) == {("people", "", ""): (Decimal(14), "given")}


def test_save_cells_repeated_request_is_answered_after_closing(response):
    request_id = uuid4()
    save(response, Change("people", 12), request_id=request_id)
    close(response)

    assert save(response, Change("people", 12), request_id=request_id).repeated


def test_save_cells_stale_revision_carries_both_values_and_saves_nothing(response):
    save(response, Change("people", 12))
    save(response, Change("people", 14), actor="Bea")

    with pytest.raises(Conflict) as caught:
        save(response, Change("people", 13, base=1), Change("notes", "Hola", base=1))

    (clash,) = caught.value.clashes
    assert (clash.key, clash.theirs.plain, clash.ours.plain, clash.by) == (Key("people"), 14, 13, "Bea")
    assert caught.value.revision == 2
    assert stored(response) == {("people", "", ""): (Decimal(14), "given")}


def test_save_cells_revision_that_never_was_overwrites_nobody(response):
    save(response, Change("people", 12))
    save(response, Change("people", 14), actor="Bea")

    with pytest.raises(Conflict) as caught:
        save(response, Change("people", 12, base=99), Change("notes", "Kept back", base=99))

    (clash,) = caught.value.clashes
    assert (clash.by, clash.theirs.value, clash.ours.value) == ("Bea", Decimal(14), Decimal(12))
    assert stored(response) == {("people", "", ""): (Decimal(14), "given")}


def test_save_cells_revision_that_never_was_takes_what_is_equal_or_new(response):
    save(response, Change("people", 12))

    saved = save(response, Change("people", 12, base=99), Change("notes", "New", base=99))

    assert [key.variable for key in saved.keys] == ["notes"]


def test_save_cells_untouched_cell_of_a_stale_page_keeps_the_other_change(response):
    save(response, Change("people", 12))
    save(response, Change("people", 14), actor="Bea")
    save(response, Change("people", 15), actor="Bea")

    save(response, Change("people", 12, base=1), Change("notes", "Hola", base=1))

    assert stored(response) == {
        ("notes", "", ""): ("Hola", "given"),
        ("people", "", ""): (Decimal(15), "given"),
    }


def test_save_cells_same_value_from_both_sides_is_no_conflict(response):
    save(response, Change("people", 12))
    save(response, Change("people", 14), actor="Bea")

    assert save(response, Change("people", 14, base=1)).keys == ()


@pytest.mark.parametrize(
    "change",
    [
        Change("unknown", 1),
        Change("roles", 1, row="cook", col="now"),
        Change("roles", 1, row="dev", col="later"),
        Change("people", 1, row="dev"),
        Change("people", -1),
        Change("people", 1001),
        Change("people", Decimal("1.5")),
        Change("people", Decimal("NaN")),
        Change("people", "12"),
        Change("people", True),
        Change("people", status="refused"),
        Change("hired", status="not_known"),
        Change("hired", "maybe"),
        Change("reasons", ["pay", "none"]),
        Change("reasons", ["weather"]),
        Change("abilities", "7", row="python", col="level"),
        Change("roles", 3),
        Change("notes", "a\0b"),
        Change("notes", "x" * 5001),
    ],
)
def test_save_cells_refuses_what_does_not_fit_and_saves_nothing(response, change):
    with pytest.raises(CellRefused) as caught:
        save(response, Change("hired", "yes"), change)

    assert caught.value.key == change.key
    assert not Answer.objects.exists()
    assert not AnswerEvent.objects.exists()


def test_save_cells_refuses_a_closed_edition(response):
    close(response)

    with pytest.raises(SurveyClosed):
        save(response, Change("people", 12))

    assert not Answer.objects.exists()


def test_save_cells_refuses_a_submitted_response(complete_response):
    submit(complete_response)

    with pytest.raises(AlreadySubmitted):
        save(complete_response, Change("people", 13))

    assert stored(complete_response)["people", "", ""] == (Decimal(12), "given")


def test_save_cells_takes_the_same_statements_for_one_and_many_cells(response, django_assert_num_queries):
    save(response, Change("people", 1), Change("notes", "a"), Change("roles", 1, row="dev", col="now"))

    with django_assert_num_queries(6):
        save(response, Change("people", 2))
    with django_assert_num_queries(6):
        save(response, Change("people", 3), Change("notes", "b"), Change("roles", 2, row="dev", col="now"))


def test_off_path_answers_stay_stored_and_out_of_the_payload(complete_response):
    save(complete_response, Change("hired", "no"))

    submission = submit(complete_response)

    reasons = complete_response.answers.get(variable__code="reasons")
    assert (reasons.choices, reasons.on_path) == (["pay"], False)
    assert [answer["variable"] for answer in submission.payload["answers"]] == ["people", "hired", "roles"]


def test_answer_back_on_the_path_counts_again(complete_response):
    save(complete_response, Change("hired", "no"))
    save(complete_response, Change("hired", "yes"))

    assert complete_response.answers.get(variable__code="reasons").on_path


def test_save_cells_keeps_the_sections_progress(response):
    save(response, Change("people", 12))
    save(response, Change("hired", "no"), Change("notes", "Hola"))

    states = response.section_states.values_list("section", "progress")
    assert dict(states) == {"company": "completed", "staff": "completed"}


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
