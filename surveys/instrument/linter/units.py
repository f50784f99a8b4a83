"""Figures that do not add up because they measure different things."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.enums import VariableKind
from surveys.instrument.cells import FIGURES, Key
from surveys.instrument.conditions import Relation, leaves_of
from surveys.instrument.definition import Definition
from surveys.instrument.expressions import (
    AreaSum,
    Arithmetic,
    CellFigure,
    Expression,
    Previous,
    Sum,
    parts_of,
)
from surveys.instrument.questions import Question

from .places import slots_read

Unit = tuple[str, str]
ADDABLE = ("number", "money", "percentage")
ADDING = ("add", "subtract")
NAMES = {**dict(VariableKind.choices), "scale": gettext_lazy("Scale of figures")}


def mixed_units(definition: Definition) -> Iterator[str]:
    for place, sides in comparisons(definition):
        sums = [part for side in sides for part in walk(side) if _adds(part)]
        for units in (_units(part, definition) for part in sums):
            if clash := _clash(units):
                yield _("%(place)s adds up different units: %(units)s. Add up like with like.") % {
                    "place": place,
                    "units": clash,
                }
        families = {family for side in sides for family, _unit in _units(side, definition)}
        if len(families) > 1:
            yield _("%(place)s compares different kinds of figures: %(kinds)s. Compare like with like.") % {
                "place": place,
                "kinds": _named(families),
            }
        found = [_units(side, definition) for side in sides]
        units = _clash(set().union(*found))
        if units and len(families) == 1 and not any(map(_clash, found)):
            yield _("%(place)s compares different units: %(units)s.") % {"place": place, "units": units}
    for question in definition.questions.values():
        yield from _mixed_row(question, definition)


def _mixed_row(question: Question, definition: Definition) -> Iterator[str]:
    if question.row_total is None:
        return
    place, cols = _("The row total of “%(code)s”") % {"code": question.variable}, question.row_total.cols
    kinds = {column.code: column.kind for column in question.columns}
    if len(set(cols)) < 2 or not all(kinds.get(col) in ADDABLE for col in cols):
        yield _("%(place)s needs two columns of figures or more.") % {"place": place}
    elif units := _clash({_unit_of(kinds[col], Key(question.variable, "", col), definition) for col in cols}):
        yield _("%(place)s adds up different units: %(units)s. Add up like with like.") % {
            "place": place,
            "units": units,
        }


def comparisons(definition: Definition) -> Iterator[tuple[str, tuple[Expression, Expression]]]:
    for check in definition.checks:
        if check.test:
            yield _("The check “%(place)s”") % {"place": check.code}, (check.test.left, check.test.right)
    for section, page in definition.pages():
        name = f"{section.code}/{page.code}"
        for part in page.recap:
            yield _("The page “%(place)s”") % {"place": name}, (part.value, part.value)
        for code, condition in (
            (name, page.show_if),
            *((question.variable, question.show_if) for question in page.questions),
        ):
            for leaf in leaves_of(condition) if condition else ():
                if isinstance(leaf, Relation):
                    yield _("The condition of “%(code)s”") % {"code": code}, (leaf.left, leaf.right)


def walk(expression: Expression) -> Iterator[Expression]:
    yield expression
    for part in parts_of(expression):
        yield from walk(part)


def _adds(expression: Expression) -> bool:
    return isinstance(expression, AreaSum | Sum) or (
        isinstance(expression, Arithmetic) and expression.operator in ADDING
    )


def _units(expression: Expression, definition: Definition) -> set[Unit]:
    """Return the kinds and units of what is added up; a product or a ratio is of a kind of its own."""
    match expression:
        case CellFigure() | AreaSum():
            slots = [slot for read in expression.reads() for slot in slots_read(definition, read)]
            figures = [slot for slot in slots if slot.kind in FIGURES]
            return {_unit_of(slot.kind, slot.key, definition) for slot in figures}
        case Sum() | Previous():
            return {unit for part in parts_of(expression) for unit in _units(part, definition)}
        case Arithmetic() if expression.operator in ADDING:
            return {unit for part in expression.parts for unit in _units(part, definition)}
    return set()


def _unit_of(kind: str, key: Key, definition: Definition) -> Unit:
    """Return a figure's kind and unit: the column's own, else the question's."""
    question = definition.questions[key.variable]
    own = next((column.unit for column in question.columns if column.code == key.col), None)
    return kind, (own or question.unit).written("es").strip()


def _clash(units: set[Unit]) -> str:
    families = {family for family, _unit in units}
    if len(families) > 1:
        return _named(families)
    named = {unit for _family, unit in units if unit}
    return ", ".join(sorted(named)) if len(named) > 1 else ""


def _named(families: set[str]) -> str:
    return ", ".join(sorted(str(NAMES.get(family, family)) for family in families))
