"""Between which figures an expression can lie, whatever is answered: wide where it is not certain."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, DecimalException

from surveys.instrument.cells import FIGURES
from surveys.instrument.definition import Definition
from surveys.instrument.expression_parser import LARGEST
from surveys.instrument.expressions import (
    AreaSum,
    Arithmetic,
    CellFigure,
    Count,
    Expression,
    Number,
    Rank,
    Read,
    Sum,
)
from surveys.instrument.questions import MOST_ROWS, Slot

from .places import slots_read

INFINITY = Decimal("Infinity")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Span:
    low: Decimal = -INFINITY
    high: Decimal = INFINITY
    # Whether the ends themselves are left out.
    above: bool = False
    below: bool = False

    def __str__(self) -> str:
        low = "…" if self.low == -INFINITY else f"{self.low.normalize():f}"
        high = "…" if self.high == INFINITY else f"{self.high.normalize():f}"
        return f"{low}-{high}" if low != high else low

    @property
    def is_empty(self) -> bool:
        return self.low > self.high or (self.low == self.high and (self.above or self.below))

    def within(self, other: "Span") -> "Span":
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Span(
            low,
            high,
            any(span.above for span in (self, other) if span.low == low),
            any(span.below for span in (self, other) if span.high == high),
        )


ANYTHING = Span()


def can_hold(left: Span, operator: str, right: Span, tolerance: Decimal) -> bool:
    """Tell whether two figures in their spans can stand to one another as the operator says."""
    if operator in ("at_most", "less_than"):
        lowest, highest = left.low, right.high + tolerance
        return lowest < highest or (operator == "at_most" and lowest == highest)
    if operator in ("at_least", "more_than"):
        highest, lowest = left.high, right.low - tolerance
        return highest > lowest or (operator == "at_least" and lowest == highest)
    return left.low <= right.high + tolerance and left.high >= right.low - tolerance


def narrow(operator: str, limit: Decimal, tolerance: Decimal) -> Span:
    """Return where a figure may lie that stands to a fixed limit as the operator says."""
    low, high = limit - tolerance, limit + tolerance
    spans = {
        "at_most": Span(high=high),
        "less_than": Span(high=high, below=True),
        "equals": Span(low, high),
        "at_least": Span(low=low),
        "more_than": Span(low=low, above=True),
    }
    return spans[operator]


def span_of(expression: Expression, definition: Definition) -> Span:
    """Return a span that holds every figure the expression can have; the last edition's are not bounded."""
    try:
        return _span(expression, definition)
    except DecimalException:
        return ANYTHING


def span_of_slot(slot: Slot) -> Span:
    if slot.kind not in FIGURES:
        return ANYTHING
    if slot.choices:
        figures = [Decimal(choice.code) for choice in slot.choices if choice.code.lstrip("-").isdecimal()]
        return Span(min(figures), max(figures)) if len(figures) == len(slot.choices) else ANYTHING
    low = ZERO if slot.kind in ("number", "percentage") else -INFINITY
    return Span(_bound(slot.minimum, low), _bound(slot.maximum, INFINITY))


def _bound(bound: object, other: Decimal) -> Decimal:
    """Return a bound as it is written; where it is no number, or beyond all reason, the other."""
    if isinstance(bound, bool) or not isinstance(bound, int | float):
        return other
    return Decimal(str(bound)) if -LARGEST <= bound <= LARGEST else other


def _span(expression: Expression, definition: Definition) -> Span:
    match expression:
        case Number(value):
            return Span(value, value)
        case CellFigure():
            return _span_of_any(definition, expression.reads())
        case AreaSum():
            spans = [span_of_slot(slot) for slot in _slots(definition, expression.reads())]
            question = definition.questions.get(expression.area.variable)
            fixed = question is not None and question.is_grid and not question.is_list
            return _total(spans) if spans and fixed else ANYTHING
        case Count(area):
            question = definition.questions.get(area.variable)
            if question and question.is_grid:
                return Span(ZERO, Decimal(MOST_ROWS if question.is_list else len(question.rows)))
            if question and question.choices:
                return Span(ZERO, Decimal(question.places or len(question.choices)))
            return Span(ZERO)
        case Rank(key):
            question = definition.questions.get(key.variable)
            return Span(Decimal(1), Decimal(max(1, question.places))) if question else ANYTHING
        case Sum(parts):
            return _total([_span(part, definition) for part in parts])
        case Arithmetic(operator, parts):
            result, *others = (_span(part, definition) for part in parts)
            for other in others:
                result = SPANS[operator](result, other)
            return result
    return ANYTHING


def _slots(definition: Definition, reads: Iterator[Read]) -> list[Slot]:
    return [slot for read in reads for slot in slots_read(definition, read) if slot.kind in FIGURES]


def _span_of_any(definition: Definition, reads: Iterator[Read]) -> Span:
    spans = [span_of_slot(slot) for slot in _slots(definition, reads)]
    return Span(min(s.low for s in spans), max(s.high for s in spans)) if spans else ANYTHING


def _total(spans: list[Span]) -> Span:
    """Of a total any part may be missing, though not all of them."""
    lows, highs = [span.low for span in spans], [span.high for span in spans]
    low = sum(low for low in lows if low < 0) if any(low < 0 for low in lows) else min(lows)
    high = sum(high for high in highs if high > 0) if any(high > 0 for high in highs) else max(highs)
    return Span(Decimal(low), Decimal(high))


def _corners(one: Span, other: Span, combine: Callable[[Decimal, Decimal], Decimal]) -> Span:
    ends = (one.low, one.high, other.low, other.high)
    if any(end.is_infinite() for end in ends):
        return ANYTHING
    figures = [combine(a, b) for a in (one.low, one.high) for b in (other.low, other.high)]
    return Span(min(figures), max(figures))


def _divided(one: Span, other: Span) -> Span:
    if other.low <= 0 <= other.high:
        return ANYTHING
    # Rounded to 28 digits, so a little is added on both sides.
    span = _corners(one, other, lambda a, b: a / b)
    return Span(span.low - TINY, span.high + TINY)


TINY = Decimal("1e-9")
SPANS: dict[str, Callable[[Span, Span], Span]] = {
    "add": lambda one, other: Span(one.low + other.low, one.high + other.high),
    "subtract": lambda one, other: Span(one.low - other.high, one.high - other.low),
    "multiply": lambda one, other: _corners(one, other, lambda a, b: a * b),
    "divide": _divided,
}
