"""The same request again, and the page of somebody who has not seen another's change."""

from decimal import Decimal
from uuid import uuid4

import pytest

from surveys.answering.cells import Change
from surveys.answering.errors import Conflict
from surveys.instrument.cells import Key
from tests.surveys.answering.actions.conftest import close, save, stored


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
