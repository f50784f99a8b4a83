"""The rows of a question that depend on the company: its own of a list, of a grid those it has to do with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from .cells import Cell, Cells, Key
from .questions import Question, Row
from .sheet import Sheet
from .texts import Text

Rows = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class RowName(Text):
    """What a company calls one of its rows; without a name, its place in the list."""

    said: str = ""
    place: int = 0

    def within(self, language: str | None) -> str:
        return self.said or _("Row %(place)s") % {"place": self.place}

    def __str__(self) -> str:
        return self.within(None)

    def __bool__(self) -> bool:
        return True


def with_rows(question: Question, given: Sheet, rows: Rows | None) -> Question:
    """Return a list with its rows; where they are not told, with those that have a cell, in that order."""
    if rows is None:
        codes = tuple(dict.fromkeys(key.row for key, _cell in given.of(question.variable) if key.row))
    else:
        codes = tuple(rows.get(question.variable, ()))
    named = (
        Row(code, RowName(said=name_of_row(question, code, given), place=place))
        for place, code in enumerate(codes, start=1)
    )
    return replace(question, rows=tuple(named))


def rows_wanted(question: Question, seen: Sheet) -> frozenset[str]:
    """Return the rows for which an earlier grid on the path has a figure above zero."""
    wanted = question.rows_if
    return frozenset(
        row.code
        for row in question.rows
        if any(_is_above_zero(seen.get(Key(wanted.variable, row.code, col))) for col in wanted.cols)
    )


def _is_above_zero(cell: Cell | None) -> bool:
    return cell is not None and isinstance(cell.value, Decimal) and cell.value > 0


def name_of_row(question: Question, code: str, cells: Cells) -> str:
    """Return what stands in the row's first column."""
    cell = cells.get(Key(question.variable, code, question.columns[0].code)) if question.columns else None
    return cell.value if cell is not None and isinstance(cell.value, str) else ""


def lacks_cells(question: Question, cells: Cells) -> tuple[Key, ...]:
    """Return the cells that a list's rows still need: the required ones of rows that say anything."""
    if not question.is_list:
        return ()
    lacking = []
    for row in question.rows:
        keys = {column: Key(question.variable, row.code, column.code) for column in question.columns}
        given = {key for key in keys.values() if (cell := cells.get(key)) is not None and cell.answered}
        if given:
            lacking += [key for column, key in keys.items() if column.required and key not in given]
    return tuple(lacking)
