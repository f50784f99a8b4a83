"""What a new version makes of one response's answers; pure, and the same for the plan and the move."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.answering.cells import Change, cell_of
from surveys.answering.errors import CellRefused
from surveys.enums import AnswerStatus
from surveys.instrument.cells import BLANK, Cell, Cells, Key
from surveys.instrument.definition import Definition
from surveys.instrument.routing import Path, find_path


@dataclass(frozen=True)
class Refit:
    """One response under another version: what stays, what is not asked any more, what has no place.

    Answers to questions that are gone stay in their rows, off the path. A cell that has no place
    within a question that stays (another list of choices, a row that is gone, tighter bounds) is
    emptied, so that the question is asked anew; what it held is kept with the move.
    """

    kept: frozenset[Key]
    dropped: Mapping[Key, Cell]
    unfit: Mapping[Key, Cell]
    path: Path
    closed: frozenset[str]
    """The variables with an answer that the new version's conditions do not lead to any more."""
    wanted: frozenset[str]
    """The required questions without an answer that were not waiting for one before."""

    @property
    def is_affected(self) -> bool:
        return bool(self.dropped or self.unfit or self.closed or self.wanted)


def refit(cells: Cells, before: Path, new: Definition, previous: Cells) -> Refit:
    """Work out what moving does to a response whose path was ``before``."""
    given = {key: cell for key, cell in cells.items() if cell.answered}
    dropped = {key: cell for key, cell in given.items() if key.variable not in new.questions}
    unfit = {key: cell for key, cell in given.items() if key not in dropped and not fits(key, cell, new)}
    kept = given.keys() - dropped.keys() - unfit.keys()
    path = find_path(new, dict(cells) | dict.fromkeys(unfit, BLANK), previous)
    shown = {question.variable for question in path.questions()}
    led_to = {question.variable for question in before.questions()}
    waiting = {question.variable for _step, question in before.missing()}
    return Refit(
        kept=frozenset(kept),
        dropped=dropped,
        unfit=unfit,
        path=path,
        closed=frozenset({key.variable for key in kept} & led_to - shown),
        wanted=frozenset({question.variable for _step, question in path.missing()} - waiting),
    )


def fits(key: Key, cell: Cell, definition: Definition) -> bool:
    """Tell whether a definition would take a cell as it stands."""
    slot = definition.slot_of(key)
    if slot is None:
        return False
    value = cell.plain if slot.kind == "scale" else cell.value
    change = Change(key.variable, value, row=key.row, col=key.col, status=cell.status)
    try:
        return cell_of(change, definition).answered
    except CellRefused:
        return False


def as_kept(key: Key, cell: Cell) -> dict:
    """Return a cell as the move keeps it."""
    return {
        "variable": key.variable,
        "row": key.row,
        "col": key.col,
        "value": cell.plain,
        "status": AnswerStatus(cell.status).value,
    }
