"""What saving cells stores, and the events that it leaves."""

from decimal import Decimal

from surveys.answering.cells import Change
from surveys.models import Answer, AnswerEvent
from tests.surveys.answering.actions.conftest import save, stored, submit


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
