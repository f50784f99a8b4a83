"""Checks that cannot be worked out, or that no answers can meet."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from surveys.instrument.definition import Check, Definition
from surveys.instrument.expressions import Expression, Number
from surveys.instrument.questions import Question
from surveys.instrument.rules import Limit, RuleError, parse_rule

from .places import unknown_places
from .spans import Span, can_hold, narrow, span_of

FLIPPED = {
    "at_most": "at_least",
    "less_than": "more_than",
    "at_least": "at_most",
    "more_than": "less_than",
    "equals": "equals",
}


def bad_checks(definition: Definition) -> Iterator[str]:
    sections = {section.code for section in definition.sections}
    for check in definition.checks:
        place = {"place": check.code}
        if check.severity not in ("hard", "soft") or check.section not in sections:
            yield _("The check “%(place)s” has no such section or severity.") % place
        yield from _unread(check)
        yield from _misplaced(check, definition)
        yield from _impossible(check, definition)
    yield from _contradicting(definition)


def _unread(check: Check) -> Iterator[str]:
    if check.test:
        return
    try:
        parse_rule(check.rule)
    except RuleError as error:
        words = {"place": check.code, "reason": error}
        yield _("The check “%(place)s” must compare a left side with its limit: %(reason)s.") % words


def _misplaced(check: Check, definition: Definition) -> Iterator[str]:
    rule = check.test
    if rule is None:
        return
    words = {"place": check.code, "code": rule.grid}
    grid = definition.questions.get(rule.grid)
    if rule.grid and grid is None:
        yield (
            _("The check “%(place)s” asks for “%(code)s”, which does not exist. Choose another figure.")
            % words
        )
    elif grid and not grid.columns:
        yield _("The check “%(place)s” goes through the rows of “%(code)s”, which has none.") % words
    elif grid and not grid.is_list:
        yield from _rows_elsewhere(check, grid, definition)
    reads = (read for read in rule.reads() if read.key.variable != rule.grid or grid)
    yield from unknown_places(definition, reads, _("The check “%(place)s”") % {"place": check.code})


def _rows_elsewhere(check: Check, grid: Question, definition: Definition) -> Iterator[str]:
    """Find another grid that lacks a row of the check's, which would hold there without a word."""
    others = {read.key.variable for read in check.test.reads() if read.own_row} - {grid.variable}
    for other in (definition.questions[code] for code in sorted(others & definition.questions.keys())):
        known = {row.code for row in other.rows}
        if missing := [row.code for row in grid.rows if row.code not in known]:
            yield _("The check “%(place)s” reads the same row of “%(code)s”, which has no row “%(row)s”.") % {
                "place": check.code,
                "code": other.variable,
                "row": missing[0],
            }


def _impossible(check: Check, definition: Definition) -> Iterator[str]:
    rule = check.test
    if not isinstance(rule, Limit):
        return
    left, right = span_of(rule.left, definition), span_of(rule.right, definition)
    if not can_hold(left, rule.operator, right, rule.tolerance):
        words = {"place": check.code, "left": left, "right": right}
        yield (
            _(
                "The check “%(place)s” can never hold: its left side lies in %(left)s, "
                "its limit in %(right)s. Change a bound or the limit."
            )
            % words
        )


def _contradicting(definition: Definition) -> Iterator[str]:
    """Find figures for which each hard check could hold, and never all of them together."""
    limits: dict[tuple[str, Expression], list[tuple[Check, str, Span]]] = defaultdict(list)
    for check in definition.checks:
        rule = check.test
        if not check.is_hard or not isinstance(rule, Limit):
            continue
        if isinstance(rule.right, Number):
            span = narrow(rule.operator, rule.right.value, rule.tolerance)
            limits[rule.grid, rule.left].append((check, rule.operator, span))
        elif isinstance(rule.left, Number):
            span = narrow(FLIPPED[rule.operator], rule.left.value, rule.tolerance)
            limits[rule.grid, rule.right].append((check, rule.operator, span))
    for (_grid, figure), found in limits.items():
        allowed = span_of(figure, definition)
        possible = [allowed.within(span) for _check, _operator, span in found]
        for _check, _operator, span in found:
            allowed = allowed.within(span)
        if allowed.is_empty and not any(span.is_empty for span in possible):
            codes = ", ".join(_("“%(code)s”") % {"code": check.code} for check, _operator, _span in found)
            yield _(
                "No answer meets the checks %(codes)s together, so nobody could send the questionnaire. "
                "Change one of their limits."
            ) % {"codes": codes}
