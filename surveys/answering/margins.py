"""A grid's margins and row rules, told while it is filled in: what it comes to, and what it should.

They are the questionnaire's checks, worked out here for a page without a script and written down as
data for the script that works them out again with every figure typed. What a check reads elsewhere
comes along as the figure that is stored.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.instrument.cells import Cells, Key
from surveys.instrument.checks import figure_in_words
from surveys.instrument.definition import Check, Definition
from surveys.instrument.expressions import AreaSum, Arithmetic, CellFigure, Expression, Number, Scene, Sum
from surveys.instrument.questions import Question, Row
from surveys.instrument.rules import Limit
from surveys.instrument.sheet import as_sheet
from surveys.instrument.texts import Text

from .fields import name_of

AT_MOST, AT_LEAST = ("at_most", "less_than"), ("at_least", "more_than")


@dataclass(frozen=True)
class Margin:
    """What part of a grid comes to, beside what it should come to; either may be unknown yet."""

    check: Check
    what: str
    left: Decimal | None
    limit: Decimal | None

    @property
    def state(self) -> str:
        if self.limit is None:
            return "empty" if self.left is None else "open"
        left, operator, tolerance = (
            self.left or Decimal(0),
            self.check.test.operator,
            self.check.test.tolerance,
        )
        if left > self.limit + tolerance and operator not in AT_LEAST:
            return "over"
        if left < self.limit - tolerance and operator not in AT_MOST:
            return "ahead" if self.left is None else "short"
        return "even" if abs(left - self.limit) <= tolerance else "within"

    @property
    def words(self) -> str:
        left, limit = self.left or Decimal(0), self.limit or Decimal(0)
        return margin_words()[self.state].format(
            what=self.what,
            left=figure_in_words(left),
            limit=figure_in_words(limit),
            difference=figure_in_words(abs(left - limit)),
        )


def margin_words() -> dict[str, str]:
    return {
        "empty": _("{what}: no figures yet."),
        "ahead": _("{what}: {limit} in all."),
        "open": _("{what}: {left}; what to hold it against is not answered yet."),
        "within": _("{what}: {left}; the limit is {limit}."),
        "even": _("{what}: {left}, which is the total."),
        "short": _("{what}: {left} of {limit}; {difference} to go."),
        "over": _("{what}: {left}, which is {difference} more than {limit}."),
    }


def margins_of(definition: Definition, question: Question, cells: Cells) -> list[Margin]:
    """Return the totals of a grid that a check compares with a figure of another question, or a fixed one."""
    scene = Scene(as_sheet(cells))
    found = []
    for check in definition.checks_of.get(question.variable, ()):
        if _summed(check, question):
            rule, what = check.test, _named(definition, check, question)
            found.append(Margin(check, what, rule.left.figure(scene), rule.right.figure(scene)))
    return found


def live_rules(definition: Definition, question: Question, cells: Cells, shown: set[str]) -> str:
    """Return a grid's row rules and margins as JSON; ``shown`` are the page's variables."""
    writer = Writer(question, Scene(as_sheet(cells)), shown)
    rules, line = [], -1
    for check in definition.checks_of.get(question.variable, ()):
        rule = check.test
        by_row = isinstance(rule, Limit) and rule.grid == question.variable
        what = _named(definition, check, question)
        if not by_row and not what:
            continue
        line += bool(what)
        try:
            sides = {"left": writer.write(rule.left), "right": writer.write(rule.right)}
        except CannotBeLive:
            continue
        message = {"what": what, "line": line} if what else {"message": check.message.written(get_language())}
        rules.append(
            sides | message | {"operator": rule.operator, "tolerance": float(rule.tolerance), "each": by_row}
        )
    return json.dumps(rules, ensure_ascii=False)


def _summed(check: Check, question: Question) -> str:
    """Name what a check adds up of the grid as a whole; empty where it does another thing."""
    rule = check.test
    if not isinstance(rule, Limit) or rule.grid or not isinstance(rule.left, AreaSum):
        return ""
    area = rule.left.area
    if area.variable != question.variable or area.own_row or len(area.cols) != 1 or check.looks_back:
        return ""
    if any(read.key.variable == question.variable for read in rule.right.reads()):
        return ""
    return next((str(column.label) for column in question.columns if column.code == area.cols[0]), "")


def _named(definition: Definition, check: Check, question: Question) -> str:
    """Name what a check adds up and what it is held against: two may hold one column against two figures."""
    what = _summed(check, question)
    others = {read.key.variable for read in check.test.right.reads()} if what else set()
    other = definition.questions[others.pop()].label if len(others) == 1 else Text()
    # A label with an answer in it is filled in for the page, not here.
    if not other or "{" in other.written(get_language()):
        return what
    return _("%(what)s, beside “%(other)s”") % {"what": what, "other": other}


class CannotBeLive(Exception):
    """The page's script cannot work this out; the server does when the page is saved."""


@dataclass(frozen=True)
class Writer:
    """Writes expressions down for the script: the grid's cells by name, anything else as its figure."""

    question: Question
    scene: Scene
    shown: set[str]

    def write(self, expression: Expression) -> dict:
        match expression:
            case Number(value):
                return {"number": float(value)}
            case CellFigure(key, own_row) if key.variable == self.question.variable:
                return {"rows": "own" if own_row else [key.row], "cols": [key.col]}
            case CellFigure(key, True) if key.variable not in self.shown:
                return {"of_row": {row.code: self._stored(expression, row) for row in self.question.rows}}
            case CellFigure(key, False) if key.variable in self.shown:
                return {"field": name_of(key)}
            case AreaSum(area) if area.variable == self.question.variable:
                return {"rows": "own" if area.own_row else list(area.rows), "cols": list(area.cols)}
            case Sum(parts):
                return {"operator": "sum", "parts": [self.write(part) for part in parts]}
            case Arithmetic(operator, parts):
                return {"operator": operator, "parts": [self.write(part) for part in parts]}
        if any(read.own_row or read.key.variable in self.shown for read in expression.reads()):
            raise CannotBeLive
        return {"number": as_float(expression.figure(self.scene))}

    def _stored(self, expression: CellFigure, row: Row) -> float | None:
        return as_float(expression.figure(self.scene._replace(row=row.code)))


def as_float(figure: Decimal | None) -> float | None:
    return None if figure is None else float(figure)


def row_totals(question: Question, cells: Cells) -> Iterator[tuple[str, str]]:
    """Yield each row with what its columns come to, where the grid adds them up."""
    if question.row_total is None:
        return
    for row in question.rows:
        keys = (Key(question.variable, row.code, col) for col in question.row_total.cols)
        figures = [cell.value for key in keys if (cell := cells.get(key)) and isinstance(cell.value, Decimal)]
        yield row.code, figure_in_words(sum(figures, Decimal(0))) if figures else ""
