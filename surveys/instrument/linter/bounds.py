"""Bounds that contradict each other or their kind, and choices in an order that misleads."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from surveys.enums import VariableKind
from surveys.instrument.questions import Choice, Column, Question


def bad_bounds(question: Question) -> Iterator[str]:
    yield from _bounds(question, question.variable)
    for column in question.columns:
        place = f"{question.variable}/{column.code}"
        yield from _bounds(column, place)
        yield from _repeated_choices(column.choices, place)
        yield from _exclusive_last(column, place)
    yield from _exclusive_last(question, question.variable)


def _bounds(item: Question | Column, place: str) -> Iterator[str]:
    low, high, words = item.minimum, item.maximum, {"place": place}
    if item.kind == VariableKind.DATE:
        if not all(bound is None or _is_day(bound) for bound in (low, high)):
            yield _("“%(place)s” has a bound that is not a date, such as 2026-12-31.") % words
            return
    elif not all(bound is None or _is_number(bound) for bound in (low, high)):
        yield _("“%(place)s” has a bound that is not a number.") % words
        return
    if low is not None and high is not None and low > high:
        yield _("“%(place)s” must be at least %(low)s and at most %(high)s, which nothing is. Swap them.") % {
            **words,
            "low": low,
            "high": high,
        }
    bounds = [bound for bound in (low, high) if bound is not None]
    if item.kind == VariableKind.PERCENTAGE and any(not 0 <= bound <= 100 for bound in bounds):
        yield _("“%(place)s” is a percentage: keep its bounds between 0 and 100.") % words


def _is_day(bound: object) -> bool:
    try:
        return isinstance(bound, str) and date.fromisoformat(bound).isoformat() == bound
    except ValueError:
        return False


def _is_number(bound: object) -> bool:
    return isinstance(bound, int | float) and not isinstance(bound, bool) and bound == bound


def _repeated_choices(choices: tuple[Choice, ...], place: str) -> Iterator[str]:
    for code, times in Counter(choice.code for choice in choices).items():
        if times > 1:
            yield _("“%(place)s” has the choice “%(code)s” twice.") % {"place": place, "code": code}


def _exclusive_last(item: Question | Column, place: str) -> Iterator[str]:
    """What excludes all others is read last; above them it is ticked too early."""
    flags = [choice.exclusive for choice in item.choices]
    if item.kind == VariableKind.MULTIPLE and flags != sorted(flags):
        yield _("“%(place)s”: put the choices that exclude all others at the end.") % {"place": place}
