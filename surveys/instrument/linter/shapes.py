"""Questions that cannot be asked as they are written."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from surveys.enums import VariableKind
from surveys.instrument.questions import GRIDS, OPT_OUT_STATUSES, Question

CHOOSING = (
    VariableKind.SINGLE,
    VariableKind.LIKERT,
    VariableKind.MULTIPLE,
    VariableKind.RANKING,
    "scale",
)
SAYING = (VariableKind.SINGLE, VariableKind.MULTIPLE)
COLUMN_KINDS = (
    VariableKind.NUMBER,
    VariableKind.MONEY,
    VariableKind.PERCENTAGE,
    VariableKind.SINGLE,
    "scale",
)
GRID_COLUMN_KINDS = (*COLUMN_KINDS, VariableKind.MULTIPLE)
LIST_COLUMN_KINDS = (*COLUMN_KINDS, VariableKind.TEXT)

# The shared words that a text may be chosen from.
VOCABULARIES = ("skills",)

# A step of a scale is kept as the figure that its code is.
STEP = re.compile(r"0|[1-9][0-9]{0,3}")


def misshapen(question: Question) -> Iterator[str]:
    place = {"place": question.variable}
    codes = [item.code for item in (*question.choices, *question.rows, *question.columns)]
    if question.kind not in VariableKind.values:
        yield _("“%(place)s” is of an unknown kind.") % place
    if question.kind in CHOOSING and not question.choices:
        yield _("“%(place)s” has no choices.") % place
    if question.is_list:
        yield from _bad_list(question)
    elif question.kind in GRIDS and not (question.rows and question.columns):
        yield _("“%(place)s” needs rows and columns.") % place
    if question.opt_out and question.opt_out.status not in OPT_OUT_STATUSES:
        yield _("“%(place)s” can be left out only as not known or not applicable.") % place
    if len(set(codes)) < len(codes):
        yield _("“%(place)s” uses a code twice. Give one of its parts another.") % place
    if any("--" in code for code in (question.variable, *codes)):
        yield _("“%(place)s” has a code with two hyphens in a row.") % place
    yield from _bad_words(question)
    yield from _bad_order(question)
    yield from _bad_vocabulary(question)
    for column in question.columns:
        if column.kind not in (LIST_COLUMN_KINDS if question.is_list else GRID_COLUMN_KINDS):
            yield _("“%(place)s” has a column of an unknown kind.") % place
        if column.kind in CHOOSING and not column.choices:
            yield _("“%(place)s” has a column without choices.") % place
        if column.kind == "scale" and not all(STEP.fullmatch(choice.code) for choice in column.choices):
            yield (
                _("“%(place)s” has a scale whose steps are no figures: give them codes such as 0, 1, 2.")
                % place
            )


def _bad_vocabulary(question: Question) -> Iterator[str]:
    place = {"place": question.variable}
    for asked in (question, *question.columns):
        if asked.vocabulary and asked.vocabulary not in VOCABULARIES:
            yield _("“%(place)s” offers words of an unknown vocabulary.") % place
        if asked.vocabulary and asked.kind != VariableKind.TEXT:
            yield _("“%(place)s” offers shared words where no text is asked for.") % place


def _bad_list(question: Question) -> Iterator[str]:
    """Rows are the company's; the first column is what they are called by."""
    place, columns = {"place": question.variable}, question.columns
    if question.rows:
        yield _("“%(place)s” is a list, whose rows are the company's own: leave out its rows.") % place
    if not columns or columns[0].kind != VariableKind.TEXT or not columns[0].required:
        yield (
            _("“%(place)s” is a list: its first column names the row, so it is a text and required.") % place
        )
    if question.row_total:
        yield _("“%(place)s” is a list: its rows cannot be added up.") % place


def _bad_words(question: Question) -> Iterator[str]:
    """Words that go with a choice are asked for where a choice is ticked, not within tables or orders."""
    place = {"place": question.variable}
    saying = [*question.saying] if question.kind not in SAYING else []
    saying += [choice for column in question.columns for choice in column.choices if choice.say]
    if saying:
        yield (
            _("“%(place)s”: only single and multiple choices can ask for words (“say”), not “%(code)s”.")
            % {**place, "code": saying[0].code}
        )
    if any(choice.code == "opt-out" for choice in question.saying):
        yield _("“%(place)s” asks for words with the choice “opt-out”; give it another code.") % place


def _bad_order(question: Question) -> Iterator[str]:
    place, most = {"place": question.variable}, len(question.choices)
    if question.kind != VariableKind.RANKING:
        if question.ranks is not None:
            yield _("“%(place)s” has “ranks”, which only an order of preference has.") % place
        return
    if question.choices and not 1 <= question.places <= most:
        yield _("“%(place)s” asks for the first %(ranks)s of %(most)s choices.") % {
            **place,
            "ranks": question.ranks,
            "most": most,
        }
    if any(choice.exclusive for choice in question.choices):
        yield _("“%(place)s” is an order of preference: no choice of it can exclude the others.") % place
