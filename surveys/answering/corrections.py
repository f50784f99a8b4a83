"""What a company is told after the cluster corrected the questionnaire that it is answering."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from surveys.enums import AnswerStatus
from surveys.instrument.cells import BLANK, Cells, Key
from surveys.instrument.definition import Definition
from surveys.instrument.parser import compiled
from surveys.instrument.questions import Question
from surveys.instrument.routing import Path
from surveys.models import Response, ResponseMove

from .cells import from_plain
from .display import format_cell, name_cell

Worded = Callable[[Question], Question]


@dataclass(frozen=True)
class Correction:
    """The day of the last move, and the questions that are new, asked again, or not asked any more.

    What is asked again comes with what was answered before; what is gone are answers that the company
    gave. News is told until somebody saves, and what is asked again until it is answered.
    """

    at: datetime
    asked_again: Sequence[tuple[str, str]]
    added: Sequence[str]
    gone: Sequence[str]


def correction_of(
    response: Response, definition: Definition, path: Path, cells: Cells, worded: Worded
) -> Correction | None:
    """Compare what is asked now with what was asked when somebody saved last.

    ``cells`` are all that are stored, also those that are off the path now.
    """
    moves = list(
        response.moves.select_related("move", "version_before")
        .defer("move__counts", "version_before__definition")
        .order_by("move__at", "pk")
    )
    if not moves:
        return None
    again = asked_again(moves, definition, path)
    saved_at = response.saved_at
    recent = [moved for moved in moves if saved_at is None or moved.move.at > saved_at]
    at = moves[-1].move.at
    if recent:
        before = compiled(recent[0].version_before)
        added = [str(q.label) for q in path.questions() if q.variable not in before.questions]
        return Correction(at, again, added, gone(recent, before, definition, cells, worded))
    return Correction(at, again, [], []) if again else None


def asked_again(moves: Iterable[ResponseMove], definition: Definition, path: Path) -> list[tuple[str, str]]:
    """Return the questions with a cell that a move emptied and nobody filled since, with what it held."""
    shown = {question.variable: question for question in path.questions()}
    lost: dict[str, list[str]] = {}
    for moved in moves:
        before = compiled(moved.version_before)
        for aside in moved.set_aside:
            key = Key(aside["variable"], aside["row"], aside["col"])
            slot, now = before.slot_of(key), definition.slot_of(key)
            if key.variable in shown and slot and now and not path.cells.get(key, BLANK).answered:
                cell = from_plain(aside["value"], slot.kind, AnswerStatus(aside["status"]))
                named = f"{name_cell(definition.questions[key.variable], key)}: " if key.row else ""
                lost.setdefault(key.variable, []).append(named + format_cell(slot, cell))
    return [(str(shown[code].label), "; ".join(lost[code])) for code in shown if code in lost]


def gone(
    recent: Iterable[ResponseMove], before: Definition, definition: Definition, cells: Cells, worded: Worded
) -> list[str]:
    """Return what the company had answered and is not asked any more: whole questions, or rows of them."""
    answered = {key.variable for key, cell in cells.items() if cell.answered}
    names = {
        code: str(worded(question).label)
        for code, question in before.questions.items()
        if code in answered and code not in definition.questions
    }
    for aside in (aside for moved in recent for aside in moved.set_aside):
        key = Key(aside["variable"], aside["row"], "")
        question = before.questions.get(key.variable)
        rows = {row.code: row for row in question.rows} if question else {}
        now = definition.questions.get(key.variable)
        if now and key.row in rows and key.row not in {row.code for row in now.rows}:
            names[key] = f"{worded(question).label}: {rows[key.row].label}"
    return list(names.values())
