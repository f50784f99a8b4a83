"""How the answers to earlier questions are written within texts."""

from collections.abc import Iterable, Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.enums import VariableKind

from .parts import label_of

TABLES = (VariableKind.GRID, VariableKind.SKILLS)
# Long texts, and lists whose rows nobody knows beforehand, are not put into other texts.
LEFT_OUT = (VariableKind.LIST, VariableKind.LONG_TEXT)


def quotable(questions: Iterable[dict]) -> Iterator[tuple[str, str]]:
    """Yield what a text may quote and how that is written; of a table its first figure, as an example."""
    language = get_language() or "es"
    yield _("The name of the company"), "{org}"
    yield _("The day that the figures are of"), "{reference_date}"
    for question in questions:
        code, label = question.get("variable"), label_of(question, language)
        if question.get("kind") in TABLES:
            if question.get("rows") and question.get("columns"):
                row, column = question["rows"][0], question["columns"][0]
                cell = f"{label}: {label_of(row, language)}, {label_of(column, language)}"
                yield cell, f"{{{code}.{row.get('code')}.{column.get('code')}|…}}"
        elif question.get("kind") not in LEFT_OUT:
            yield label, f"{{{code}|…}}"
