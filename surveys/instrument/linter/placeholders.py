"""Texts that quote an answer which does not exist, or is not known yet."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from surveys.instrument.cells import Key
from surveys.instrument.checks import QUOTABLE
from surveys.instrument.definition import Check, Definition
from surveys.instrument.expressions import Previous
from surveys.instrument.piping import OF_THE_EDITION, PLACEHOLDER
from surveys.instrument.rules import Limit
from surveys.instrument.texts import Text

from .texts import texts_of_page, texts_of_question


def bad_placeholders(definition: Definition) -> Iterator[str]:
    yield from _in_title(definition)
    known: set[Key] = set()
    begun: set[str] = set()
    for section, page in definition.pages():
        if section.code not in begun:
            begun.add(section.code)
            for text in (section.title, section.intro):
                yield from _unknown(text, section.code, definition, known)
        for place, text, _wanted in texts_of_page(page, section.code):
            yield from _unknown(text, place, definition, known)
        for question in page.questions:
            for place, text, _wanted in texts_of_question(question):
                yield from _unknown(text, place, definition, known)
        known |= {slot.key for question in page.questions for slot in question.slots()}
    for check in definition.checks:
        yield from _unknown_figures(check)


def _in_title(definition: Definition) -> Iterator[str]:
    """The questionnaire's title stands in mails and lists, where no answers are at hand."""
    if any("{" in words for _language, words in definition.title.versions):
        yield _("The text of “%(place)s” cannot quote answers; leave out the braces.") % {
            "place": definition.code
        }


def _unknown(text: Text, place: str, definition: Definition, known: set[Key]) -> Iterator[str]:
    for language, written in text.versions:
        words = {"place": place, "language": language}
        for found in PLACEHOLDER.finditer(written):
            yield from _unknown_name(found[1], found[2], definition, known, words)
        if set("{}") & set(PLACEHOLDER.sub("", written)):
            yield (
                _(
                    "The text of “%(place)s” (%(language)s) has a brace that quotes nothing. "
                    "Take the brace out, or finish it."
                )
                % words
            )


def _unknown_name(
    name: str, fallback: str | None, definition: Definition, known: set[Key], words: dict
) -> Iterator[str]:
    if name in OF_THE_EDITION:
        return
    variable, row, col = (*name.split("."), "", "")[:3]
    words = {**words, "name": name}
    if name.count(".") not in (0, 2) or Key(variable, row, col) not in definition.slots:
        yield (
            _(
                "The text of “%(place)s” (%(language)s) quotes “%(name)s”, which does not exist. "
                "Take it out, or quote another answer."
            )
            % words
        )
    elif Key(variable, row, col) not in known:
        yield (
            _(
                "The text of “%(place)s” (%(language)s) quotes “%(name)s”, which no earlier page asks. "
                "Move that question up, or quote another answer."
            )
            % words
        )
    elif not (fallback or "").strip():
        yield (
            _(
                "The text of “%(place)s” (%(language)s) quotes “%(name)s”: write what to say "
                "without an answer, as in {%(name)s|your company}."
            )
            % words
        )


def _unknown_figures(check: Check) -> Iterator[str]:
    if check.test is None:
        return
    figures = set(QUOTABLE)
    if not check.test.grid:
        figures.discard("row")
    if isinstance(check.test, Limit) and not isinstance(check.test.right, Previous):
        figures.discard("previous")
    for language, written in check.message.versions:
        words = {"place": check.code, "language": language, "known": ", ".join(sorted(figures))}
        for found in PLACEHOLDER.finditer(written):
            if found[1] not in figures:
                yield _(
                    "The message of “%(place)s” (%(language)s) quotes “%(name)s”; it can quote %(known)s."
                ) % {**words, "name": found[1]}
        if set("{}") & set(PLACEHOLDER.sub("", written)):
            yield (
                _(
                    "The text of “%(place)s” (%(language)s) has a brace that quotes nothing. "
                    "Take the brace out, or finish it."
                )
                % words
            )
