"""Conditions that read what does not exist, what is asked later, or compare with what cannot be."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from surveys.instrument.cells import FIGURES
from surveys.instrument.conditions import Comparison, Condition, leaves_of
from surveys.instrument.definition import Definition
from surveys.instrument.questions import Slot

from .places import unknown_places


def bad_conditions(definition: Definition) -> Iterator[str]:
    """A condition may read only what was asked before it; so no page waits for a later one."""
    asked: set[str] = set()
    for section, page in definition.pages():
        yield from _check_condition(definition, page.show_if, f"{section.code}/{page.code}", asked)
        for question in page.questions:
            yield from _check_condition(definition, question.show_if, question.variable, asked)
            asked.add(question.variable)


def _check_condition(
    definition: Definition, condition: Condition | None, code: str, asked: set[str]
) -> Iterator[str]:
    if condition is None:
        return
    place = _("The condition of “%(code)s”") % {"code": code}
    yield from unknown_places(definition, condition.reads(), place)
    later = [
        read.key.variable
        for read in condition.reads()
        if read.key.variable in definition.questions and not read.before and read.key.variable not in asked
    ]
    for variable in dict.fromkeys(later):
        yield _(
            "%(place)s asks for “%(code)s”, which comes later. Move that question up, or choose another."
        ) % {"place": place, "code": variable}
    for leaf in leaves_of(condition):
        if isinstance(leaf, Comparison) and leaf.operator != "answered":
            yield from _unknown_values(definition, leaf, place)


def _unknown_values(definition: Definition, leaf: Comparison, place: str) -> Iterator[str]:
    slot = definition.slots.get(leaf.key)
    for value in leaf.operand if slot else ():
        words = {"place": place, "code": slot.key.variable, "value": value}
        if slot.choices and value not in slot.codes:
            yield _("%(place)s asks for “%(value)s”, which is no choice of “%(code)s”.") % words
        elif not slot.choices and slot.kind in FIGURES and not _is_allowed(slot, value):
            yield (
                _(
                    "%(place)s asks for “%(value)s”, which “%(code)s” can never be. "
                    "Change the value or the bounds of the question."
                )
                % words
            )


def _is_allowed(slot: Slot, value: str) -> bool:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    return bool(
        number.is_finite()
        and (not isinstance(slot.minimum, int | float) or number >= Decimal(str(slot.minimum)))
        and (not isinstance(slot.maximum, int | float) or number <= Decimal(str(slot.maximum)))
    )
