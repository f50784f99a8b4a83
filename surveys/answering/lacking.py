"""What stops a questionnaire from being sent, each in a sentence that says what to do."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from surveys.instrument.cells import Cells
from surveys.instrument.questions import Question
from surveys.instrument.routing import Path, Step, lacks_words, says_both
from surveys.instrument.rows import lacks_cells


def lacking(path: Path) -> Iterator[tuple[Step, Question, str]]:
    """Yield each question that is not answered to the end, with its page and what it lacks."""
    for step, question in path.missing():
        for words in what_lacks(question, path.cells):
            yield step, question, words


def what_lacks(question: Question, cells: Cells) -> Iterator[str]:
    """Yield what a question lacks; of one that says nothing at all, that it is to be answered."""
    said = {"question": question.label}
    found = False
    if says_both(question, cells):
        found = True
        message = _("%(question)s: “%(way_out)s” is ticked and rows are filled in too. Keep one of the two.")
        yield message % {**said, "way_out": question.opt_out.label}
    for choice in lacks_words(question, cells):
        found = True
        yield _("%(question)s: say which for “%(choice)s”.") % {**said, "choice": choice.label}
    for key in lacks_cells(question, cells):
        found = True
        row = next(row.label for row in question.rows if row.code == key.row)
        column = next(column.label for column in question.columns if column.code == key.col)
        message = _("%(question)s, %(row)s: fill in “%(column)s” or remove the row.")
        yield message % {**said, "row": row, "column": column}
    if not found:
        yield _("Answer: %(question)s") % said
