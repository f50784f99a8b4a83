"""The condition language of a questionnaire: data in, yes or no out, nothing is ever executed.

``{"variable": "recruited", "is": "yes"}``, ``{"variable": …, "in": […]}``,
``{"variable": …, "answered": true}``, ``{"all": […]}``, ``{"any": […]}``, ``{"not": …}``.
On a list of choices ``is`` asks whether the choice is among them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from .cells import Cells, Key


class ConditionError(ValueError):
    """A condition is not written as the language asks."""


@dataclass(frozen=True)
class Comparison:
    """One comparison of one cell."""

    key: Key
    operator: str
    operand: tuple[str, ...] | bool

    def holds(self, cells: Cells) -> bool:
        cell = cells.get(self.key)
        answered = cell is not None and cell.answered
        if self.operator == "answered":
            return answered is self.operand
        return answered and not set(_words(cell.value)).isdisjoint(self.operand)

    def keys(self) -> Iterator[Key]:
        yield self.key


@dataclass(frozen=True)
class Group:
    """``all``, ``any`` or ``not`` over further conditions."""

    operator: str
    members: tuple["Condition", ...]

    def holds(self, cells: Cells) -> bool:
        return COMBINE[self.operator](member.holds(cells) for member in self.members)

    def keys(self) -> Iterator[Key]:
        for member in self.members:
            yield from member.keys()


Condition = Comparison | Group
COMBINE: dict[str, Callable[[Iterator[bool]], bool]] = {
    "all": all,
    "any": any,
    "not": lambda members: not next(members),
}


def parse_condition(source: dict | None) -> Condition | None:
    """Return the condition that ``source`` describes; None always holds."""
    if source is None:
        return None
    if not isinstance(source, dict):
        raise ConditionError(f"not a condition: {source!r}")
    if "variable" in source:
        return _parse_comparison(source)
    if len(source) == 1 and (operator := next(iter(source))) in COMBINE:
        operands = [source[operator]] if operator == "not" else source[operator]
        if not isinstance(operands, list) or not operands or None in operands:
            raise ConditionError(f"{operator!r} needs conditions: {source!r}")
        return Group(operator, tuple(parse_condition(operand) for operand in operands))
    raise ConditionError(f"not a condition: {source!r}")


def _parse_comparison(source: dict) -> Comparison:
    operators = source.keys() & {"is", "in", "answered"}
    if len(operators) != 1 or source.keys() - {"variable", "row", "col", *operators}:
        raise ConditionError(f"a comparison has one of is, in, answered: {source!r}")
    operator = operators.pop()
    operand = source[operator]
    key = Key(source["variable"], source.get("row", ""), source.get("col", ""))
    if operator == "answered":
        if not isinstance(operand, bool):
            raise ConditionError(f"answered is true or false: {source!r}")
        return Comparison(key, operator, operand)
    operands = operand if operator == "in" else [operand]
    if not isinstance(operands, list) or not operands:
        raise ConditionError(f"in needs a list: {source!r}")
    return Comparison(key, operator, tuple(str(value) for value in operands))


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    if isinstance(value, Decimal):
        return (format(value.normalize(), "f"),)
    return () if value is None else (str(value),)
