"""The condition language of a questionnaire: data in, yes or no out, nothing is ever executed.

``{"variable": "recruited", "is": "yes"}``, ``{"variable": …, "in": […]}``,
``{"variable": …, "answered": true}``, ``{"all": […]}``, ``{"any": […]}``, ``{"not": …}``.
On a list of choices ``is`` asks whether the choice is among them.

Figures are compared by ``less_than``, ``at_most``, ``equals``, ``at_least``, ``more_than``:
``{"variable": "people", "at_least": 10}``, or ``{"left": …, "at_most": …}`` between any two
expressions (see ``expressions``). ``{"variable": "reasons", "count_at_least": 2}`` counts choices
ticked (with ``among`` only some) or a grid's rows. Where a figure is missing the comparison does
not hold, so that silence opens nothing; its ``not`` holds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from .cells import Cells, Key
from .expression_parser import ExpressionError, parse_expression, quote
from .expressions import COMPARE, Expression, Read, Scene
from .sheet import NOTHING, as_sheet


class ConditionError(ValueError):
    """A condition is not written as the language asks."""


@dataclass(frozen=True)
class Comparison:
    """One comparison of one cell."""

    key: Key
    operator: str
    operand: tuple[str, ...] | bool

    def holds(self, cells: Cells, previous: Cells = NOTHING) -> bool:
        cell = cells.get(self.key)
        answered = cell is not None and cell.answered
        if self.operator == "answered":
            return answered is self.operand
        return answered and not set(_words(cell.value)).isdisjoint(self.operand)

    def reads(self) -> Iterator[Read]:
        yield Read(self.key, self.operator)


@dataclass(frozen=True)
class Relation:
    """Two figures compared; without one of them it does not hold."""

    left: Expression
    operator: str
    right: Expression

    def holds(self, cells: Cells, previous: Cells = NOTHING) -> bool:
        scene = Scene(as_sheet(cells), as_sheet(previous))
        left, right = self.left.figure(scene), self.right.figure(scene)
        return left is not None and right is not None and COMPARE[self.operator](left, right, ZERO)

    def reads(self) -> Iterator[Read]:
        yield from self.left.reads()
        yield from self.right.reads()


@dataclass(frozen=True)
class Group:
    """``all``, ``any`` or ``not`` over further conditions."""

    operator: str
    members: tuple["Condition", ...]

    def holds(self, cells: Cells, previous: Cells = NOTHING) -> bool:
        sheet = as_sheet(cells)
        return COMBINE[self.operator](member.holds(sheet, previous) for member in self.members)

    def reads(self) -> Iterator[Read]:
        for member in self.members:
            yield from member.reads()


Condition = Comparison | Relation | Group
COMBINE: dict[str, Callable[[Iterator[bool]], bool]] = {
    "all": all,
    "any": any,
    "not": lambda members: not next(members),
}
ZERO = Decimal(0)
PLACE = {"variable", "row", "col"}
WORDS = {"is", "in", "answered"}
DEEPEST = 20


def leaves_of(condition: Condition) -> Iterator[Comparison | Relation]:
    """Yield the comparisons that a condition is made of."""
    if isinstance(condition, Group):
        for member in condition.members:
            yield from leaves_of(member)
    else:
        yield condition


def parse_condition(source: dict | None, depth: int = 0) -> Condition | None:
    """Return the condition that ``source`` describes; None always holds."""
    if source is None:
        return None
    if not isinstance(source, dict) or depth > DEEPEST:
        raise ConditionError(_("not a condition: %(source)s") % {"source": quote(source)})
    if "left" in source:
        return _parse_relation({"left": source["left"]}, source)
    if "variable" in source:
        if source.keys() & WORDS:
            return _parse_comparison(source)
        if "count_at_least" in source:
            return _parse_count(source)
        return _parse_relation({name: source[name] for name in PLACE & source.keys()}, source)
    if len(source) == 1 and (operator := next(iter(source))) in COMBINE:
        operands = [source[operator]] if operator == "not" else source[operator]
        if not isinstance(operands, list) or not operands or None in operands:
            raise ConditionError(
                _("“%(operator)s” needs conditions: %(source)s")
                % {"operator": operator, "source": quote(source)}
            )
        return Group(operator, tuple(parse_condition(operand, depth + 1) for operand in operands))
    raise ConditionError(_("not a condition: %(source)s") % {"source": quote(source)})


def _parse_comparison(source: dict) -> Comparison:
    operators = source.keys() & WORDS
    if len(operators) != 1 or source.keys() - {*PLACE, *operators}:
        raise ConditionError(
            _("a comparison has one of is, in, answered: %(source)s") % {"source": quote(source)}
        )
    operator = operators.pop()
    operand = source[operator]
    key = Key(source["variable"], source.get("row", ""), source.get("col", ""))
    if not all(isinstance(part, str) for part in key):
        raise ConditionError(_("a cell is named by codes: %(source)s") % {"source": quote(source)})
    if operator == "answered":
        if not isinstance(operand, bool):
            raise ConditionError(_("answered is true or false: %(source)s") % {"source": quote(source)})
        return Comparison(key, operator, operand)
    operands = operand if operator == "in" else [operand]
    if not isinstance(operands, list) or not operands:
        raise ConditionError(_("in needs a list: %(source)s") % {"source": quote(source)})
    return Comparison(key, operator, tuple(str(value) for value in operands))


def _parse_relation(left: dict, source: dict) -> Relation:
    operators = source.keys() & COMPARE.keys()
    place = {"left"} if "left" in left else left.keys()
    if len(operators) != 1 or source.keys() - {*place, *operators}:
        raise ConditionError(_("a comparison has one operator: %(source)s") % {"source": quote(source)})
    operator = operators.pop()
    try:
        return Relation(
            parse_expression(left.get("left", left)), operator, parse_expression(source[operator])
        )
    except ExpressionError as error:
        raise ConditionError(str(error)) from error


def _parse_count(source: dict) -> Relation:
    counted = {name: source[name] for name in source if name != "count_at_least"}
    try:
        least = parse_expression(source["count_at_least"])
        return Relation(parse_expression({"count": counted}), "at_least", least)
    except ExpressionError as error:
        raise ConditionError(str(error)) from error


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    if isinstance(value, Decimal):
        return (format(value.normalize(), "f"),)
    return () if value is None else (str(value),)
