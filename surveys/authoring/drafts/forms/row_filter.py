"""Which rows a table asks, as columns of an earlier one, and back."""

from collections.abc import Iterable, Iterator

from django.utils.translation import get_language

from surveys.authoring.drafts.parts import label_of
from surveys.authoring.drafts.rules import FIGURES
from surveys.enums import VariableKind


def columns_of_tables(questions: Iterable[dict]) -> Iterator[tuple[str, str]]:
    """Yield each column of figures of the tables among some questions."""
    language = get_language() or "es"
    for question in questions:
        if question.get("kind") in (VariableKind.GRID, VariableKind.SKILLS):
            for column in question.get("columns", []):
                if column.get("kind") in FIGURES:
                    what = f"{question.get('variable')}|{column.get('code')}"
                    yield what, f"{label_of(question, language)}: {label_of(column, language)}"


def row_filter_of(part: dict) -> list[str]:
    wanted = part.get("rows_if") or {}
    return [f"{wanted.get('variable')}|{col}" for col in wanted.get("cols", [])]


def row_filter_json(chosen: list[str]) -> dict | None:
    pairs = [what.partition("|") for what in chosen]
    return {"variable": pairs[0][0], "cols": [col for _variable, _bar, col in pairs]} if pairs else None
