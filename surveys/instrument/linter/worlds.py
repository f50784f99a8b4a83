"""Answers worth trying: for each cell that conditions compare, one value for everything it may mean."""

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import combinations

from surveys.enums import VariableKind
from surveys.instrument.cells import FIGURES, Cell, Key
from surveys.instrument.conditions import Comparison, Condition, Relation, leaves_of
from surveys.instrument.definition import Definition
from surveys.instrument.expressions import CellFigure, Count, Number
from surveys.instrument.questions import Slot

from .spans import span_of_slot

Leaf = Comparison | Relation
Values = list[Cell | None]
MOST_CHOICES = 6


def simple_key(leaf: Leaf, definition: Definition) -> Key | None:
    """Return the one cell that decides a comparison with fixed values; None where more decides."""
    if isinstance(leaf, Comparison):
        return leaf.key
    sides = (leaf.left, leaf.right)
    if sum(isinstance(side, Number) for side in sides) != 1:
        return None
    figure = next(side for side in sides if not isinstance(side, Number))
    if isinstance(figure, CellFigure) and figure.use == "number":
        return figure.key
    if isinstance(figure, Count) and not (figure.area.rows or figure.area.cols):
        question = definition.questions.get(figure.area.variable)
        return Key(question.variable) if question and question.kind == VariableKind.MULTIPLE else None
    return None


def values_to_try(key: Key, leaves: Iterable[Leaf], definition: Definition) -> Values | None:
    """Return values that tell all answers apart as far as ``leaves`` can; None where that is unknown."""
    slot = definition.slots.get(key)
    if slot is None or slot.key.variable in _asked_twice(definition):
        return None
    mine = [leaf for leaf in leaves if simple_key(leaf, definition) == key]
    given = _given(slot, mine)
    if given is None:
        return None
    left_out = [Cell(status=slot.opt_out.status)] if slot.opt_out else []
    return [None, *left_out, *given]


def _given(slot: Slot, leaves: list[Leaf]) -> list[Cell] | None:
    if slot.kind in (VariableKind.MULTIPLE, VariableKind.RANKING):
        return _sets(slot, leaves)
    if slot.kind in (VariableKind.SINGLE, "scale"):
        return [Cell(value) for choice in slot.choices for value in _readings(choice.code)]
    if slot.kind in FIGURES:
        return [Cell(number) for number in _numbers(slot, leaves)]
    if slot.kind == "opt_out":
        return []
    if all(isinstance(leaf, Comparison) and leaf.operator == "answered" for leaf in leaves):
        return [Cell("x")]
    return None


def _readings(code: str) -> Iterator[str | Decimal]:
    """A choice may be stored as its code or as the number that it writes."""
    yield code
    if (number := _number(code)) is not None:
        yield number


def _sets(slot: Slot, leaves: list[Leaf]) -> list[Cell] | None:
    """Every set of the choices that are compared, alone and with others beside them."""
    named = {value for leaf in leaves for value in _operands(leaf) if value in slot.codes}
    free = [c.code for c in slot.choices if c.code in named and not c.exclusive]
    others = [c.code for c in slot.choices if c.code not in named and not c.exclusive]
    if len(free) > MOST_CHOICES:
        return None
    counted = any(isinstance(leaf, Relation) for leaf in leaves)
    beside = range(len(others) + 1) if counted else range(min(len(others), 1) + 1)
    sets = [(choice.code,) for choice in slot.choices if choice.exclusive]
    for size in range(len(free) + 1):
        for chosen in combinations(free, size):
            sets.extend((*chosen, *others[:more]) for more in beside if chosen or more)
    return [Cell(codes) for codes in sets]


def _numbers(slot: Slot, leaves: list[Leaf]) -> list[Decimal]:
    """The bounds, every figure compared with, and one figure between each two of them."""
    span = span_of_slot(slot)
    marks = {mark for leaf in leaves for mark in _marks(leaf) if span.low <= mark <= span.high}
    marks |= {bound for bound in (span.low, span.high) if bound.is_finite()}
    marks = sorted(marks) or [Decimal(0)]
    between = [(low + high) / 2 for low, high in zip(marks, marks[1:], strict=False)]
    beyond = [marks[0] - 1] if not span.low.is_finite() else []
    beyond += [marks[-1] + 1] if not span.high.is_finite() else []
    return [] if span.is_empty else sorted({*marks, *between, *beyond})


def _marks(leaf: Leaf) -> Iterator[Decimal]:
    if isinstance(leaf, Relation):
        yield from (side.value for side in (leaf.left, leaf.right) if isinstance(side, Number))
    for value in _operands(leaf):
        if (number := _number(value)) is not None:
            yield number


def _operands(leaf: Leaf) -> tuple[str, ...]:
    if isinstance(leaf, Comparison):
        return leaf.operand if isinstance(leaf.operand, tuple) else ()
    return tuple(code for side in (leaf.left, leaf.right) if isinstance(side, Count) for code in side.among)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _asked_twice(definition: Definition) -> set[str]:
    asked = [q.variable for _section, page in definition.pages() for q in page.questions]
    return {variable for variable in asked if asked.count(variable) > 1}


def leaves_in(conditions: Iterable[Condition | None]) -> list[Leaf]:
    return [leaf for condition in conditions if condition for leaf in leaves_of(condition)]
