"""From an expression's JSON to its objects; what is not of the language is refused by name."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from .cells import Key
from .expressions import (
    ARITHMETIC,
    Area,
    AreaSum,
    Arithmetic,
    CellFigure,
    Count,
    Expression,
    Number,
    Previous,
    Rank,
    Sum,
    day_in,
)

LARGEST = Decimal(10) ** 15
DEEPEST = 20
LONGEST = 80
PLACE = {"variable", "row", "col"}
AREA = PLACE | {"rows", "cols"}


class ExpressionError(ValueError):
    """An expression is not written as the language asks."""


def quote(source: object) -> str:
    """Return what was written in its place, cut short, to be told in a message."""
    try:
        text = json.dumps(source, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):  # a number of thousands of digits, or depths without end
        return "…"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def parse_expression(source: object, grid: str | None = None, depth: int = 0) -> Expression:
    """Return the expression that ``source`` describes; ``grid`` is whose rows a check goes through."""
    if depth > DEEPEST:
        raise ExpressionError(_("an expression is nested too deeply"))
    if isinstance(source, int | float) and not isinstance(source, bool):
        return Number(parse_number(source))
    if not isinstance(source, dict) or not source:
        raise ExpressionError(_("not an expression: %(source)s") % {"source": quote(source)})
    if source.keys() <= PLACE:
        return CellFigure(*_cell(source, grid))
    if len(source) > 1:
        raise ExpressionError(_("an expression does one thing: %(source)s") % {"source": quote(source)})
    operator, operand = next(iter(source.items()))
    if operator not in OPERATORS:
        raise ExpressionError(_("no such operation: %(source)s") % {"source": quote(operator)})
    return OPERATORS[operator](operator, operand, grid, depth + 1)


def parse_number(source: object) -> Decimal:
    if isinstance(source, bool) or not isinstance(source, int | float):
        raise ExpressionError(_("not a number: %(source)s") % {"source": quote(source)})
    number = Decimal(str(source)) if isinstance(source, float) or abs(source) <= LARGEST else LARGEST + 1
    if not number.is_finite() or abs(number) > LARGEST:
        raise ExpressionError(_("a number is too large"))
    return number


def parse_list(source: object, grid: str | None, depth: int, least: int = 1) -> tuple[Expression, ...]:
    if not isinstance(source, list) or len(source) < least:
        raise ExpressionError(
            _("a list of at least %(least)s expressions is needed: %(source)s")
            % {"least": least, "source": quote(source)}
        )
    return tuple(parse_expression(part, grid, depth) for part in source)


def parse_area(source: object, grid: str | None, extra: frozenset[str] = frozenset()) -> Area:
    if not isinstance(source, dict) or not source or source.keys() - AREA - extra:
        raise ExpressionError(_("not a part of a grid: %(source)s") % {"source": quote(source)})
    variable = _word(source, "variable")
    rows, cols = _words(source, "row", "rows"), _words(source, "col", "cols")
    if variable:
        return Area(variable, rows, cols)
    if grid is None or rows:
        raise ExpressionError(
            _("a part of a grid names its variable: %(source)s") % {"source": quote(source)}
        )
    return Area(grid, (), cols, own_row=True)


def _cell(source: dict, grid: str | None) -> tuple[Key, bool]:
    key = Key(_word(source, "variable"), _word(source, "row"), _word(source, "col"))
    if key.variable:
        # Without a row it can only be that of the check, also in another grid with the same rows.
        return key, bool(grid and key.col and not key.row)
    if grid is None or key.row or not key.col:
        raise ExpressionError(_("a cell names its variable: %(source)s") % {"source": quote(source)})
    return key._replace(variable=grid), True


def _sum(_operator: str, operand: object, grid: str | None, depth: int) -> Expression:
    if isinstance(operand, list):
        return Sum(parse_list(operand, grid, depth))
    return AreaSum(parse_area(operand, grid))


def _count(_operator: str, operand: object, grid: str | None, depth: int) -> Expression:
    area = parse_area(operand, grid, frozenset({"among"}))
    return Count(area, _words(operand, "", "among"))


def _rank(_operator: str, operand: object, grid: str | None, depth: int) -> Expression:
    if not isinstance(operand, dict) or operand.keys() != {"variable", "choice"}:
        raise ExpressionError(_("a place is of a variable's choice: %(source)s") % {"source": quote(operand)})
    return Rank(Key(_word(operand, "variable")), _word(operand, "choice"))


def _arithmetic(operator: str, operand: object, grid: str | None, depth: int) -> Expression:
    return Arithmetic(operator, parse_list(operand, grid, depth, least=2))


def _previous(_operator: str, operand: object, grid: str | None, depth: int) -> Expression:
    return Previous(parse_expression(operand, grid, depth))


def _date_of(_operator: str, operand: object, grid: str | None, depth: int) -> Expression:
    if not isinstance(operand, dict) or not operand or operand.keys() - PLACE:
        raise ExpressionError(_("date_of needs a cell: %(source)s") % {"source": quote(operand)})
    return CellFigure(*_cell(operand, grid), use="date")


def _date(_operator: str, operand: object, grid: str | None, depth: int) -> Expression:
    day = day_in(operand) if isinstance(operand, str | date) else None
    if day is None:
        raise ExpressionError(_("not a date: %(source)s") % {"source": quote(operand)})
    return Number(day)


def _word(source: dict, name: str) -> str:
    word = source.get(name, "")
    if not isinstance(word, str):
        raise ExpressionError(_("%(name)s is not a code: %(source)s") % {"name": name, "source": quote(word)})
    return word


def _words(source: dict, one: str, many: str) -> tuple[str, ...]:
    """Return the codes given under either name; none given is an empty tuple."""
    codes = source.get(many, [])
    if not isinstance(codes, list) or (one in source and many in source) or (many in source and not codes):
        raise ExpressionError(
            _("%(many)s is a list of codes: %(source)s") % {"many": many, "source": quote(source)}
        )
    if one and source.get(one, ""):
        codes = [source[one]]
    if not all(isinstance(code, str) and code for code in codes):
        raise ExpressionError(
            _("%(many)s is a list of codes: %(source)s") % {"many": many, "source": quote(source)}
        )
    return tuple(codes)


OPERATORS: dict[str, Callable[[str, object, str | None, int], Expression]] = {
    "sum": _sum,
    "count": _count,
    "rank": _rank,
    "previous": _previous,
    "date_of": _date_of,
    "date": _date,
    **dict.fromkeys(ARITHMETIC, _arithmetic),
}
