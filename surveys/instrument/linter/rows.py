"""Rows that depend on an earlier grid which does not have them, or not yet."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from surveys.instrument.cells import FIGURES
from surveys.instrument.definition import Definition
from surveys.instrument.questions import Question


def bad_row_filters(definition: Definition) -> Iterator[str]:
    asked: set[str] = set()
    for _section, page in definition.pages():
        for question in page.questions:
            if question.rows_if:
                yield from _bad_filter(definition, question, asked)
        asked |= {question.variable for question in page.questions}


def _bad_filter(definition: Definition, question: Question, asked: set[str]) -> Iterator[str]:
    wanted = question.rows_if
    words = {"place": question.variable, "code": wanted.variable}
    earlier = definition.questions.get(wanted.variable)
    if not question.rows:
        yield _("“%(place)s” has no rows of its own to choose from: leave out “rows_if”.") % words
    if earlier is None or not earlier.rows:
        yield _("The rows of “%(place)s” depend on “%(code)s”, which is no grid.") % words
        return
    if wanted.variable not in asked:
        yield _("The rows of “%(place)s” depend on “%(code)s”, which no earlier page asks.") % words
    kinds = {column.code: column.kind for column in earlier.columns}
    if not wanted.cols or not all(kinds.get(col) in FIGURES for col in wanted.cols):
        yield _("The rows of “%(place)s” depend on columns of “%(code)s” that are no figures.") % words
    for row in sorted({row.code for row in question.rows} - {row.code for row in earlier.rows}):
        yield _("“%(place)s” would never ask its row “%(row)s”: “%(code)s” has no such row.") % {
            **words,
            "row": row,
        }
