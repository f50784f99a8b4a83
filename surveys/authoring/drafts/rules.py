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
EACH_ROW = "row"
FIGURES = (VariableKind.NUMBER, VariableKind.MONEY, VariableKind.PERCENTAGE)
GRIDS = (VariableKind.GRID, VariableKind.SKILLS, VariableKind.LIST)


def figures(definition: dict) -> Iterator[tuple[str, str]]:
    """Yield what a rule can compare, of all questions: figures, totals, and the cells of each row."""
    questions = [place.part for place in places(definition, QUESTION)]
    yield from figures_in(questions)
    yield from figures_of_rows(questions)


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


def figures_of_rows(questions: Iterable[dict]) -> Iterator[tuple[str, str]]:
    """Yield each column of a table as the cell of the row that a rule is at."""
    language = get_language() or "es"
    for question in questions:
        for column in question.get("columns", []) if question.get("kind") in GRIDS else ():
            if column.get("kind") in FIGURES:
                words = {"column": label_of(column, language), "grid": label_of(question, language)}
                what = f"{EACH_ROW}|{question.get('variable')}|{column.get('code')}"
                yield what, _("In each row, “%(column)s” of: %(grid)s") % words


def table_of_row(what: str) -> str:
    """Return the table whose rows a figure is of, each its own; empty for one figure for all."""
    kind, _bar, rest = what.partition("|")
    return rest.partition("|")[0] if kind == EACH_ROW and "|" in rest else ""


def figure_json(what: str, table: str = "") -> dict:
    if own := table_of_row(what):
        column = what.rpartition("|")[2]
        return {"col": column} if own == table else {"variable": own, "col": column}
    variable, _bar, column = what.partition("|")
    return {"sum": {"variable": variable, "col": column}} if column else {"variable": variable}


def rule_of(left: str, compared: str, right: str, number: Decimal | None) -> dict:
    whole = number is not None and number == number.to_integral_value()
    table = table_of_row(left)
    limit = figure_json(right, table) if right else int(number) if whole else float(number)
    each = {"each_row": table} if table else {}
    return {**each, "left": figure_json(left, table), compared: limit}


def parts_of(rule: object) -> tuple[str, str, str, Decimal | None] | None:
    """Return the two figures of a rule and how they compare; None where this cannot say it."""
    if not isinstance(rule, dict) or "left" not in rule:
        return None
    table, others = rule.get("each_row", ""), [name for name in rule if name not in ("left", "each_row")]
    if len(others) != 1 or others[0] not in dict(COMPARED) or not isinstance(table, str):
        return None
    compared = others[0]
    left, right = figure_of(rule["left"], table), rule[compared]
    if left is None or table_of_row(left) != table:
        return None
    if isinstance(right, int | float) and not isinstance(right, bool):
        return left, compared, "", Decimal(str(right))
    limit = figure_of(right, table)
    return (left, compared, limit, None) if limit else None


def figure_of(source: object, table: str = "") -> str | None:
    if not isinstance(source, dict):
        return None
    if table and source.keys() in ({"col"}, {"variable", "col"}):
        return f"{EACH_ROW}|{source.get('variable', table)}|{source['col']}"
    if source.keys() == {"variable"}:
        return source["variable"]
    inner = source.get("sum") if source.keys() == {"sum"} else None
    if isinstance(inner, dict) and inner.keys() == {"variable", "col"}:
        return f"{inner['variable']}|{inner['col']}"
    return None
