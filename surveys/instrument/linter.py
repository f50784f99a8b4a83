"""What is wrong with a definition before anybody answers it."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from surveys.enums import VariableKind

from .checks import variables_of
from .definition import GRIDS, OPT_OUT_STATUSES, Definition, Question, Text

LANGUAGES = ("es", "en")
CHOOSING = (VariableKind.SINGLE, VariableKind.MULTIPLE, "scale")
COLUMN_KINDS = (VariableKind.NUMBER, VariableKind.SINGLE, "scale")
# Kinds that a variable may have and no page asks for yet.
UNASKED = (
    VariableKind.LIKERT,
    VariableKind.RANKING,
    VariableKind.MONEY,
    VariableKind.PERCENTAGE,
    VariableKind.DATE,
)
COMPARISONS = {"left", "at_most"}


def problems_in(definition: Definition) -> list[str]:
    """Return every problem, in the reader's language; an empty list is a sound definition."""
    return [
        *_repeated(definition),
        *_untranslated(definition),
        *(problem for question in definition.questions.values() for problem in _misshapen(question)),
        *_bad_conditions(definition),
        *_bad_checks(definition),
    ]


def _repeated(definition: Definition) -> Iterator[str]:
    variables = Counter(q.variable for _section, page in definition.pages() for q in page.questions)
    for variable in (variable for variable, times in variables.items() if times > 1):
        yield _("The variable “%(code)s” is asked twice.") % {"code": variable}
    for codes in (
        [section.code for section in definition.sections],
        *([page.code for page in section.pages] for section in definition.sections),
        [check.code for check in definition.checks],
    ):
        for code in (code for code, times in Counter(codes).items() if times > 1):
            yield _("The code “%(code)s” is used twice.") % {"code": code}


def _texts(definition: Definition) -> Iterator[tuple[str, Text, bool]]:
    """Yield the place of each text, the text, and whether it must be there at all."""
    yield definition.code, definition.title, True
    for section in definition.sections:
        yield section.code, section.title, True
        yield section.code, section.intro, False
        for page in section.pages:
            yield page.code, page.title, True
            yield page.code, page.intro, False
    for question in definition.questions.values():
        yield from _texts_of(question)
    for check in definition.checks:
        yield check.code, check.message, True


def _texts_of(question: Question) -> Iterator[tuple[str, Text, bool]]:
    place = question.variable
    yield place, question.label, True
    for text in (question.help, question.why, question.unit):
        yield place, text, False
    if question.opt_out:
        yield place, question.opt_out.label, True
    for item in (*question.choices, *question.rows, *question.columns):
        yield f"{place}/{item.code}", item.label, True
    for column in question.columns:
        yield f"{place}/{column.code}", column.help, False
        for choice in column.choices:
            yield f"{place}/{column.code}/{choice.code}", choice.label, True


def _untranslated(definition: Definition) -> Iterator[str]:
    for language in set(LANGUAGES) - set(definition.languages):
        yield _("The questionnaire is not in “%(language)s”.") % {"language": language}
    for place, text, wanted in _texts(definition):
        written = {language for language, words in text.versions if words.strip()}
        if not written and wanted:
            yield _("“%(place)s” has no text.") % {"place": place}
        elif written and (absent := set(LANGUAGES) - written):
            yield _("“%(place)s” is not translated: %(languages)s.") % {
                "place": place,
                "languages": ", ".join(sorted(absent)),
            }


def _misshapen(question: Question) -> Iterator[str]:
    place = {"place": question.variable}
    codes = [item.code for item in (*question.choices, *question.rows, *question.columns)]
    if question.kind not in VariableKind.values or question.kind in UNASKED:
        yield _("“%(place)s” is of an unknown kind.") % place
    if question.kind in CHOOSING and not question.choices:
        yield _("“%(place)s” has no choices.") % place
    if question.kind in GRIDS and not (question.rows and question.columns):
        yield _("“%(place)s” needs rows and columns.") % place
    if question.opt_out and question.opt_out.status not in OPT_OUT_STATUSES:
        yield _("“%(place)s” can be left out only as not known or not applicable.") % place
    if len(set(codes)) < len(codes):
        yield _("“%(place)s” uses a code twice.") % place
    if any("--" in code for code in (question.variable, *codes)):
        yield _("“%(place)s” has a code with two hyphens in a row.") % place
    for column in question.columns:
        if column.kind not in COLUMN_KINDS:
            yield _("“%(place)s” has a column of an unknown kind.") % place
        if column.kind in CHOOSING and not column.choices:
            yield _("“%(place)s” has a column without choices.") % place


def _bad_conditions(definition: Definition) -> Iterator[str]:
    """A condition may read only what was asked before it; so no page waits for a later one."""
    asked: set[str] = set()
    for _section, page in definition.pages():
        yield from _check_condition(definition, page.show_if, page.code, asked)
        for question in page.questions:
            yield from _check_condition(definition, question.show_if, question.variable, asked)
            asked.add(question.variable)


def _check_condition(definition: Definition, condition, place: str, asked: set[str]) -> Iterator[str]:
    for key in condition.keys() if condition else ():  # noqa: SIM118 - our own method, not a mapping
        words = {"place": place, "code": key.variable}
        if key.variable not in definition.questions:
            yield _("The condition of “%(place)s” asks for “%(code)s”, which does not exist.") % words
        elif key not in definition.slots:
            yield _("The condition of “%(place)s” asks for a cell that “%(code)s” does not have.") % words
        elif key.variable not in asked:
            yield _("The condition of “%(place)s” asks for “%(code)s”, which comes later.") % words


def _bad_checks(definition: Definition) -> Iterator[str]:
    sections = {section.code for section in definition.sections}
    for check in definition.checks:
        place = {"place": check.code}
        if check.severity not in ("hard", "soft") or check.section not in sections:
            yield _("The check “%(place)s” has no such section or severity.") % place
        if not COMPARISONS <= check.rule.keys() <= COMPARISONS | {"each_row"}:
            yield _("The check “%(place)s” must compare a left side with its limit.") % place
        for variable in set(variables_of(check.rule)) - definition.questions.keys():
            yield _("The check “%(place)s” asks for “%(code)s”, which does not exist.") % {
                "place": check.code,
                "code": variable,
            }
