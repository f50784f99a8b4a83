"""Conditions as rows of "question – is – value", and back; what rows cannot say stays an expression."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.enums import VariableKind

from .parts import label_of

CHOOSING = (VariableKind.SINGLE, VariableKind.LIKERT, VariableKind.MULTIPLE)
FIGURES = (VariableKind.NUMBER, VariableKind.MONEY, VariableKind.PERCENTAGE)
RELATIONS = ("at_least", "at_most", "equals")


@dataclass(frozen=True)
class Leaf:
    """One row: which question, what is asked of it (with a choice's code), and a figure where one is."""

    what: str
    figure: Decimal | None = None


def options(questions: list[dict]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each question that can be looked at, with what can be asked of its answer."""
    language = get_language() or "es"
    for question in questions:
        code, kind = question.get("variable"), question.get("kind")
        offered = []
        if kind in CHOOSING:
            for choice in question.get("choices", []):
                words = {"choice": label_of(choice, language)}
                offered.append((f"{code}|is|{choice.get('code')}", _("is “%(choice)s”") % words))
                offered.append((f"{code}|not|{choice.get('code')}", _("is not “%(choice)s”") % words))
        if kind in FIGURES:
            offered += [
                (f"{code}|at_least", _("is at least …")),
                (f"{code}|at_most", _("is at most …")),
                (f"{code}|equals", _("is exactly …")),
            ]
        offered += [(f"{code}|answered", _("has an answer")), (f"{code}|unanswered", _("has no answer"))]
        yield label_of(question, language), offered


def needs_figure(what: str) -> bool:
    return what.rpartition("|")[2] in RELATIONS


def condition_of(rows: list[Leaf], joined: str) -> dict | None:
    """Return the condition that rows say, joined by ``all`` or ``any``; None where there are none."""
    leaves = [leaf_json(row) for row in rows]
    return None if not leaves else leaves[0] if len(leaves) == 1 else {joined: leaves}


def leaf_json(row: Leaf) -> dict:
    variable, asked, *rest = row.what.split("|", 2)
    if asked == "is":
        return {"variable": variable, "is": rest[0]}
    if asked == "not":
        return {"not": {"variable": variable, "is": rest[0]}}
    if asked in RELATIONS:
        whole = row.figure == row.figure.to_integral_value()
        return {"variable": variable, asked: int(row.figure) if whole else float(row.figure)}
    return {"variable": variable, "answered": asked == "answered"}


def rows_of(condition: dict | None) -> tuple[list[Leaf], str] | None:
    """Return the rows that say a condition and how they are joined; None where rows cannot say it."""
    if condition is None:
        return [], "all"
    if len(condition) == 1 and (joined := next(iter(condition))) in ("all", "any"):
        leaves = [leaf_of(member) for member in condition[joined]]
        return None if None in leaves else (leaves, joined)
    if "variable" in condition and isinstance(condition.get("in"), list) and len(condition) == 2:
        return [Leaf(f"{condition['variable']}|is|{value}") for value in condition["in"]], "any"
    leaf = leaf_of(condition)
    return ([leaf], "all") if leaf else None


def leaf_of(condition: object) -> Leaf | None:
    if not isinstance(condition, dict):
        return None
    if condition.keys() == {"not"}:
        inner = leaf_of(condition["not"])
        turned = inner.what.replace("|is|", "|not|", 1) if inner and "|is|" in inner.what else None
        return Leaf(turned) if turned else None
    variable = condition.get("variable")
    if not isinstance(variable, str) or len(condition) != 2:
        return None
    if "is" in condition:
        return Leaf(f"{variable}|is|{condition['is']}")
    if isinstance(condition.get("answered"), bool):
        return Leaf(f"{variable}|{'answered' if condition['answered'] else 'unanswered'}")
    for relation in RELATIONS:
        figure = condition.get(relation)
        if isinstance(figure, int | float) and not isinstance(figure, bool):
            return Leaf(f"{variable}|{relation}", Decimal(str(figure)))
    return None


def in_words(condition: dict | None, questions: list[dict]) -> str:
    """Say a condition in one line, as far as rows can; empty for none."""
    if condition is None:
        return ""
    rows = rows_of(condition)
    if rows is None:
        return _("Only under a condition written as an expression")
    offered = {what: (label, asked) for label, asked_all in options(questions) for what, asked in asked_all}
    said = []
    for row in rows[0]:
        label, asked = offered.get(row.what, (row.what, ""))
        figure = "" if row.figure is None else format(row.figure.normalize(), "f")
        said.append(f"{label} {asked.replace('…', figure)}".strip())
    between = _(" and ") if rows[1] == "all" else _(" or ")
    return _("Only if: %(conditions)s") % {"conditions": between.join(said)}
