"""What saving refuses, and that nothing is saved of it."""

from decimal import Decimal

import pytest

from surveys.answering.cells import Change
from surveys.answering.errors import AlreadySubmitted, CellRefused, SurveyClosed
from surveys.models import Answer, AnswerEvent
from tests.surveys.answering.actions.conftest import close, save, stored, submit


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
