"""Figures worked out of answers, as data: a small language that conditions, checks and recaps share.

==============================================  =====================================================
``12``                                          a number
``{"variable": "people"}``                      a cell; in a grid with ``row`` and ``col``
``{"col": "now"}``                              in a check of ``each_row``, the row's own cell
``{"sum": {"variable": "roles", "col": …}}``    a grid's column; ``row`` for a row, ``rows`` and
                                                ``cols`` for several, neither for the whole grid
``{"sum": {"cols": ["now", "leavers"]}}``       in a check of ``each_row``, cells of the row itself
``{"sum": [a, b]}``                             of what is answered among them
``{"count": {"variable": "reasons"}}``          the choices ticked, or a grid's rows with an answer;
                                                ``among`` counts only some choices
``{"rank": {"variable": …, "choice": "x"}}``    the place that a choice has in an order of preference
``{"add": [a, b]}``, ``subtract``,              arithmetic; one operand without a figure leaves
``multiply``, ``divide``                        the result without one
``{"previous": a}``                             the same, worked out of the last edition's answers
``{"date_of": {"variable": "since"}}``          a date, as a count of days
``{"date": "2026-12-31"}``                      the same of a fixed day
==============================================  =====================================================

What is not answered has no figure, and neither has a division by zero. All of it is decimal.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from surveys.enums import AnswerStatus

from .cells import Cell, Key
from .sheet import NOTHING, Sheet


class Scene(NamedTuple):
    """What a figure is worked out of: the answers, the last edition's, and a row if it is about one."""

    cells: Sheet
    previous: Sheet = NOTHING
    row: str = ""


class Read(NamedTuple):
    """One place that an expression reads: a cell, or with ``whole`` all cells that fit the key."""

    key: Key
    use: str = "number"
    whole: bool = False
    own_row: bool = False
    before: bool = False


@dataclass(frozen=True)
class Number:
    value: Decimal

    def figure(self, scene: Scene) -> Decimal | None:
        return self.value

    def reads(self) -> Iterator[Read]:
        yield from ()


@dataclass(frozen=True)
class CellFigure:
    """One cell's number; with ``own_row`` that of the row a check is at."""

    key: Key
    own_row: bool = False
    use: str = "number"

    def at(self, row: str) -> Key:
        return self.key._replace(row=row) if self.own_row else self.key

    def figure(self, scene: Scene) -> Decimal | None:
        cell = scene.cells.get(self.at(scene.row))
        return None if cell is None else READINGS[self.use](cell.value)

    def reads(self) -> Iterator[Read]:
        yield Read(self.key, self.use, own_row=self.own_row)


@dataclass(frozen=True)
class Area:
    """Cells of one grid: empty rows or columns stand for all of them."""

    variable: str
    rows: tuple[str, ...] = ()
    cols: tuple[str, ...] = ()
    own_row: bool = False

    def cells(self, scene: Scene) -> Iterator[tuple[Key, Cell]]:
        rows = (scene.row,) if self.own_row else self.rows
        for key, cell in scene.cells.of(self.variable):
            if key.col and not key.row:  # the words that go with a choice
                continue
            if (not rows or key.row in rows) and (not self.cols or key.col in self.cols):
                yield key, cell

    def reads(self, use: str) -> Iterator[Read]:
        for row in self.rows or ("",):
            for col in self.cols or ("",):
                whole = not (col and (row or self.own_row))
                yield Read(Key(self.variable, row, col), use, whole, self.own_row)


@dataclass(frozen=True)
class AreaSum:
    area: Area

    def figure(self, scene: Scene) -> Decimal | None:
        return _total(number_in(cell.value) for _key, cell in self.area.cells(scene))

    def reads(self) -> Iterator[Read]:
        yield from self.area.reads("number")


@dataclass(frozen=True)
class Count:
    """How many choices are ticked, or how many rows have an answer; "none of these" is zero."""

    area: Area
    among: tuple[str, ...] = ()

    def figure(self, scene: Scene) -> Decimal | None:
        given = [(key, cell) for key, cell in self.area.cells(scene) if cell.answered]
        if not given:
            return None
        if any(cell.value is not None for _key, cell in given):
            return Decimal(len(set(self._things(given))))
        left_out = {cell.status for _key, cell in given}
        return Decimal(0) if AnswerStatus.NOT_APPLICABLE in left_out else None

    def _things(self, given: list[tuple[Key, Cell]]) -> Iterator[str]:
        for key, cell in given:
            if key.row:
                yield key.row
            elif isinstance(cell.value, tuple):
                yield from (code for code in cell.value if not self.among or code in self.among)
            elif cell.value is not None and (not self.among or cell.value in self.among):
                yield str(cell.value)

    def reads(self) -> Iterator[Read]:
        yield from self.area.reads("count")


@dataclass(frozen=True)
class Rank:
    """The place of a choice in an order of preference: 1 is the first; one left out has none."""

    key: Key
    choice: str

    def figure(self, scene: Scene) -> Decimal | None:
        cell = scene.cells.get(self.key)
        if cell is None or not isinstance(cell.value, tuple) or self.choice not in cell.value:
            return None
        return Decimal(cell.value.index(self.choice) + 1)

    def reads(self) -> Iterator[Read]:
        yield Read(self.key, "rank")


@dataclass(frozen=True)
class Sum:
    """The total of what has a figure among its parts."""

    parts: tuple["Expression", ...]

    def figure(self, scene: Scene) -> Decimal | None:
        return _total(part.figure(scene) for part in self.parts)

    def reads(self) -> Iterator[Read]:
        for part in self.parts:
            yield from part.reads()


@dataclass(frozen=True)
class Arithmetic:
    operator: str
    parts: tuple["Expression", ...]

    def figure(self, scene: Scene) -> Decimal | None:
        result, *others = (part.figure(scene) for part in self.parts)
        for other in others:
            if result is None or other is None:
                return None
            result = ARITHMETIC[self.operator](result, other)
        return result

    def reads(self) -> Iterator[Read]:
        for part in self.parts:
            yield from part.reads()


@dataclass(frozen=True)
class Previous:
    """The same figure in the last edition."""

    of: "Expression"

    def figure(self, scene: Scene) -> Decimal | None:
        return self.of.figure(Scene(scene.previous, NOTHING, scene.row))

    def reads(self) -> Iterator[Read]:
        for read in self.of.reads():
            yield read._replace(before=True)


Expression = Number | CellFigure | AreaSum | Count | Rank | Sum | Arithmetic | Previous


def parts_of(expression: Expression) -> tuple[Expression, ...]:
    """Return the expressions that one is made of."""
    match expression:
        case Sum(parts) | Arithmetic(_, parts):
            return parts
        case Previous(of):
            return (of,)
    return ()


def number_in(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def day_in(value: object) -> Decimal | None:
    """Return a date as its count of days, whether it comes as a date or in its written form."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    return Decimal(value.toordinal()) if isinstance(value, date) else None


def anchor(expression: Expression, row: str = "") -> Key | None:
    """Return the place where a person would change the figure: of a sum, its question."""
    match expression:
        case CellFigure():
            return expression.at(row)
        case AreaSum(area) | Count(area):
            return Key(area.variable, row if area.own_row else "")
        case Rank(key):
            return key
        case Sum(parts) | Arithmetic(_, parts):
            return next((key for part in parts if (key := anchor(part, row))), None)
    return None


def _total(figures: Iterator[Decimal | None]) -> Decimal | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal(0)) if known else None


def _divide(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    return dividend / divisor if divisor else None


READINGS: dict[str, Callable[[object], Decimal | None]] = {"number": number_in, "date": day_in}
ARITHMETIC: dict[str, Callable[[Decimal, Decimal], Decimal | None]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": _divide,
}
COMPARE: dict[str, Callable[[Decimal, Decimal, Decimal], bool]] = {
    "less_than": lambda a, b, tolerance: a < b + tolerance,
    "at_most": lambda a, b, tolerance: a <= b + tolerance,
    "equals": lambda a, b, tolerance: abs(a - b) <= tolerance,
    "at_least": lambda a, b, tolerance: a >= b - tolerance,
    "more_than": lambda a, b, tolerance: a > b - tolerance,
}
