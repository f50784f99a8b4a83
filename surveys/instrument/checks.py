"""Checks between answers, as data: ``{"left": …, "at_most": …}``, once or for each row of a grid.

A side is a number, ``{"variable": …}`` for a cell, or ``{"sum": {"variable": …, "col": …}}``
for the total of a grid's column; in a rule with ``"each_row": <variable>``, ``{"col": …}`` is
the row's own cell. A side without an answer makes the check hold: silence is no contradiction.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .cells import Cells, Key
from .definition import Check, Definition

Side = Mapping | int


@dataclass(frozen=True)
class Failure:
    """A check that does not hold, with the row it fails in (empty for the whole response)."""

    check: Check
    row: str
    left: Decimal
    limit: Decimal

    @property
    def key(self) -> Key:
        """The cell on the left side, where the failure is shown; of a sum, its question."""
        left = self.check.rule["left"]
        if "sum" in left:
            return Key(left["sum"]["variable"])
        variable = left.get("variable") or self.check.rule["each_row"]
        return Key(variable, left.get("row", self.row), left.get("col", ""))

    @property
    def variables(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(variables_of(self.check.rule)))


def failures(definition: Definition, cells: Cells) -> tuple[Failure, ...]:
    """Return every check that the cells on the path contradict."""
    return tuple(failure for check in definition.checks for failure in _failures_of(check, definition, cells))


def _failures_of(check: Check, definition: Definition, cells: Cells) -> Iterator[Failure]:
    grid = check.rule.get("each_row")
    rows = [row.code for row in definition.questions[grid].rows] if grid else [""]
    for row in rows:
        left = _value(check.rule["left"], cells, grid, row)
        limit = _value(check.rule["at_most"], cells, grid, row)
        if left is not None and limit is not None and left > limit:
            yield Failure(check, row, left, limit)


def _value(side: Side, cells: Cells, grid: str | None, row: str) -> Decimal | None:
    if isinstance(side, int):
        return Decimal(side)
    if "sum" in side:
        return _sum(cells, side["sum"]["variable"], side["sum"]["col"])
    if "variable" in side:
        cell = cells.get(Key(side["variable"], side.get("row", ""), side.get("col", "")))
    else:
        cell = cells.get(Key(grid or "", row, side["col"]))
    return cell.value if cell and isinstance(cell.value, Decimal) else None


def _sum(cells: Cells, variable: str, column: str) -> Decimal | None:
    numbers = [
        cell.value
        for key, cell in cells.items()
        if key.variable == variable and key.col == column and isinstance(cell.value, Decimal)
    ]
    return sum(numbers, Decimal(0)) if numbers else None


def variables_of(rule: Mapping) -> Iterator[str]:
    """Yield the variables that a rule reads, the grid of ``each_row`` first."""
    if "each_row" in rule:
        yield rule["each_row"]
    for side in (rule.get("left"), rule.get("at_most")):
        if isinstance(side, Mapping):
            source = side.get("sum", side)
            if "variable" in source:
                yield source["variable"]
