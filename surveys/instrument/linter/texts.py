"""Texts that are missing, in one language or in all."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.instrument.definition import Definition, Page, Question, Text

LANGUAGES = ("es", "en")
IN = {"es": gettext_lazy("in Spanish"), "en": gettext_lazy("in English")}


def texts_in(definition: Definition) -> Iterator[tuple[str, Text, bool]]:
    """Yield the place of each text, the text, and whether it must be there at all."""
    yield definition.code, definition.title, True
    for section in definition.sections:
        yield section.code, section.title, True
        yield section.code, section.intro, False
        for page in section.pages:
            yield from texts_of_page(page, section.code)
    for question in definition.questions.values():
        yield from texts_of_question(question)
    for check in definition.checks:
        yield check.code, check.message, True


def texts_of_page(page: Page, section: str) -> Iterator[tuple[str, Text, bool]]:
    """A page is named with its section: its question often has the same code."""
    name = f"{section}/{page.code}"
    yield name, page.title, True
    yield name, page.intro, False
    for place, part in enumerate(page.recap, start=1):
        yield f"{name}/recap[{place}]", part.label, True
        yield f"{name}/recap[{place}]", part.unit, False
        yield f"{name}/recap[{place}]", part.unit_one, False


def texts_of_question(question: Question) -> Iterator[tuple[str, Text, bool]]:
    place = question.variable
    yield place, question.label, True
    units = (question.unit, question.unit_one)
    for text in (question.help, question.why, *units, question.includes, question.excludes):
        yield place, text, False
    if question.opt_out:
        yield place, question.opt_out.label, True
    for item in (*question.choices, *question.rows, *question.columns):
        yield f"{place}/{item.code}", item.label, True
    for choice in question.choices:
        yield f"{place}/{choice.code}", choice.say, False
    for item in (*question.rows, *question.columns):
        yield f"{place}/{item.code}", item.help, False
    if question.row_total:
        yield f"{place}/row_total", question.row_total.label, True
    for column in question.columns:
        yield f"{place}/{column.code}", column.unit, False
        yield f"{place}/{column.code}", column.unit_one, False
        for choice in column.choices:
            yield f"{place}/{column.code}/{choice.code}", choice.label, True


def untranslated(definition: Definition) -> Iterator[str]:
    for language in set(LANGUAGES) - set(definition.languages):
        yield _("The questionnaire is not in “%(language)s”.") % {"language": language}
    for place, text, wanted in texts_in(definition):
        written = {language for language, words in text.versions if words.strip()}
        if not written and wanted:
            yield _("“%(place)s” has no text. Write it.") % {"place": place}
        elif written and (absent := set(LANGUAGES) - written):
            yield _("“%(place)s” has no text %(languages)s; write it.") % {
                "place": place,
                "languages": ", ".join(str(IN[language]) for language in sorted(absent)),
            }
