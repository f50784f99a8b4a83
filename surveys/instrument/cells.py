"""The values that pure modules pass around: a cell's address and what it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from surveys.enums import AnswerStatus

# The kinds whose value is a number; a date is kept in its written form (ISO 8601).
FIGURES = ("number", "scale", "money", "percentage")
# Those of them that are counted or measured in something; a step of a scale is one of its choices.
MEASURED = ("number", "money", "percentage")
Value = Decimal | str | tuple[str, ...] | None


class Key(NamedTuple):
    """Where a cell is: row and column are empty for a question with one answer."""

    variable: str
    row: str = ""
    col: str = ""


@dataclass(frozen=True)
class Cell:
    """What a cell holds; an empty value says by its status why it is empty."""

    value: Value = None
    status: str = AnswerStatus.GIVEN

    @property
    def answered(self) -> bool:
        return self.status != AnswerStatus.BLANK

    @property
    def plain(self) -> int | str | list[str] | None:
        """The value as JSON holds it: whole numbers as integers, other numbers as text."""
        if isinstance(self.value, Decimal):
            whole = self.value == self.value.to_integral_value()
            return int(self.value) if whole else format(self.value.normalize(), "f")
        return list(self.value) if isinstance(self.value, tuple) else self.value


BLANK = Cell(status=AnswerStatus.BLANK)
Cells = Mapping[Key, Cell]


def from_plain(value: int | str | list[str] | None, kind: str, status: str = AnswerStatus.GIVEN) -> Cell:
    """Return the cell that ``plain`` was taken from, given the kind of the cell."""
    if value is not None and kind in FIGURES:
        return Cell(Decimal(str(value)), status)
    return Cell(tuple(value) if isinstance(value, list) else value, status)
