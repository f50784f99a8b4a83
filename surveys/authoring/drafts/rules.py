"""Rules as "figure – compared – figure", and back; what that cannot say stays an expression."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from surveys.enums import VariableKind

from .parts import QUESTION, label_of, places

COMPARED = [
    ("at_most", gettext_lazy("must not be more than")),
    ("at_least", gettext_lazy("must not be less than")),
    ("equals", gettext_lazy("must be the same as")),
    ("less_than", gettext_lazy("must be less than")),
    ("more_than", gettext_lazy("must be more than")),
]
FIGURES = (VariableKind.NUMBER, VariableKind.MONEY, VariableKind.PERCENTAGE)
GRIDS = (VariableKind.GRID, VariableKind.SKILLS, VariableKind.LIST)


def figures(definition: dict) -> Iterator[tuple[str, str]]:
    """Yield what a rule can compare, of all questions."""
    return figures_in(place.part for place in places(definition, QUESTION))


def figures_in(questions: Iterable[dict]) -> Iterator[tuple[str, str]]:
    """Yield each question with a figure, and the total of each column of a table."""
    language = get_language() or "es"
    for question in questions:
        code = question.get("variable")
        if question.get("kind") in FIGURES:
            yield f"{code}", label_of(question, language)
        if question.get("kind") in GRIDS:
            for column in question.get("columns", []):
                if column.get("kind") in FIGURES:
                    words = {"column": label_of(column, language), "grid": label_of(question, language)}
                    yield f"{code}|{column.get('code')}", _("Total of “%(column)s” in: %(grid)s") % words


def figure_json(what: str) -> dict:
    variable, _bar, column = what.partition("|")
    return {"sum": {"variable": variable, "col": column}} if column else {"variable": variable}


def rule_of(left: str, compared: str, right: str, number: Decimal | None) -> dict:
    whole = number is not None and number == number.to_integral_value()
    limit = figure_json(right) if right else int(number) if whole else float(number)
    return {"left": figure_json(left), compared: limit}


def parts_of(rule: object) -> tuple[str, str, str, Decimal | None] | None:
    """Return the two figures of a rule and how they compare; None where this cannot say it."""
    if not isinstance(rule, dict) or len(rule) != 2 or "left" not in rule:
        return None
    compared = next(name for name in rule if name != "left")
    left, right = figure_of(rule["left"]), rule[compared]
    if left is None or compared not in dict(COMPARED):
        return None
    if isinstance(right, int | float) and not isinstance(right, bool):
        return left, compared, "", Decimal(str(right))
    limit = figure_of(right)
    return (left, compared, limit, None) if limit else None


def figure_of(source: object) -> str | None:
    if not isinstance(source, dict):
        return None
    if source.keys() == {"variable"}:
        return source["variable"]
    inner = source.get("sum") if source.keys() == {"sum"} else None
    if isinstance(inner, dict) and inner.keys() == {"variable", "col"}:
        return f"{inner['variable']}|{inner['col']}"
    return None
