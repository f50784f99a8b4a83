"""A check's rule, read once from its JSON: what is compared, and when that fails."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from .cells import Key
from .expression_parser import PLACE, ExpressionError, parse_expression, parse_number, quote
from .expressions import COMPARE, Expression, Previous, Read, Scene, anchor

ZERO = Decimal(0)


class RuleError(ValueError):
    """A rule is not written as the language asks."""


class Finding(NamedTuple):
    """The figures of a rule that fails."""

    left: Decimal
    limit: Decimal
    previous: Decimal | None = None


@dataclass(frozen=True)
class Limit:
    """``left`` must stand to ``right`` as the operator says."""

    left: Expression
    operator: str
    right: Expression
    tolerance: Decimal = ZERO
    grid: str = ""

    def test(self, scene: Scene) -> Finding | None:
        left, right = self.left.figure(scene), self.right.figure(scene)
        if left is None or right is None or COMPARE[self.operator](left, right, self.tolerance):
            return None
        return Finding(left, right, right if isinstance(self.right, Previous) else None)

    def reads(self) -> Iterator[Read]:
        yield from self.left.reads()
        yield from self.right.reads()


@dataclass(frozen=True)
class Deviation:
    """``left`` should lie near what it was in the last edition."""

    left: Expression
    ratio: Decimal | None
    difference: Decimal | None
    grid: str = ""

    @cached_property
    def right(self) -> Expression:
        return Previous(self.left)

    def test(self, scene: Scene) -> Finding | None:
        now, before = self.left.figure(scene), self.right.figure(scene)
        if now is None or before is None or not self._is_far(now, before):
            return None
        return Finding(now, before, before)

    def _is_far(self, now: Decimal, before: Decimal) -> bool:
        if self.difference is not None and abs(now - before) <= self.difference:
            return False
        low, high = sorted((abs(now), abs(before)))
        return self.ratio is None or high > low * self.ratio

    def reads(self) -> Iterator[Read]:
        yield from self.left.reads()
        yield from self.right.reads()


Rule = Limit | Deviation


def parse_rule(source: Mapping) -> Rule:
    """Return the rule that ``source`` describes; raises ``RuleError``."""
    if not isinstance(source, Mapping):
        raise RuleError(_("a rule is an object"))
    grid = source.get("each_row") or ""
    if not isinstance(grid, str):
        raise RuleError(_("each_row names a grid: %(source)s") % {"source": quote(grid)})
    try:
        return _parse_deviation(source, grid) if "deviation" in source else _parse_limit(source, grid)
    except ExpressionError as error:
        raise RuleError(str(error)) from error


def _parse_limit(source: Mapping, grid: str) -> Limit:
    operators = source.keys() & COMPARE.keys()
    if "left" not in source or len(operators) != 1:
        raise RuleError(_("no left side or not one limit"))
    operator = operators.pop()
    if unknown := source.keys() - {"left", "each_row", "tolerance", operator}:
        raise RuleError(_("unknown: %(names)s") % {"names": ", ".join(sorted(unknown))})
    rule = Limit(
        parse_expression(source["left"], grid or None),
        operator,
        parse_expression(source[operator], grid or None),
        _positive(source, "tolerance") or ZERO,
        grid,
    )
    if anchor(rule.left) is None and anchor(rule.right) is None:
        raise RuleError(_("neither side is an answer"))
    return rule


def _parse_deviation(source: Mapping, grid: str) -> Deviation:
    if unknown := source.keys() - {"deviation", "each_row"}:
        raise RuleError(_("unknown: %(names)s") % {"names": ", ".join(sorted(unknown))})
    inner = source["deviation"]
    if not isinstance(inner, Mapping) or inner.get("previous", True) is not True:
        raise RuleError(_("a deviation is from the last edition"))
    measure = {name: part for name, part in inner.items() if name not in ("previous", "ratio", "difference")}
    left = parse_expression(measure.get("of", measure) if measure.keys() == {"of"} else measure, grid or None)
    ratio, difference = _positive(inner, "ratio"), _positive(inner, "difference")
    if ratio is None and difference is None:
        raise RuleError(_("a deviation needs a ratio or a difference"))
    if anchor(left) is None or measure.keys() - PLACE - {"of"}:
        raise RuleError(_("a deviation is of a cell, or of what follows “of”"))
    return Deviation(left, ratio, difference, grid)


def _positive(source: Mapping, name: str) -> Decimal | None:
    if name not in source:
        return None
    number = parse_number(source[name])
    if number < 0:
        raise RuleError(_("%(name)s must not be below zero") % {"name": name})
    return number


def anchor_of(rule: Rule, row: str) -> Key:
    """Return the cell where a failure is shown: the left side's, else the limit's."""
    return anchor(rule.left, row) or anchor(rule.right, row) or Key(rule.grid, row)
