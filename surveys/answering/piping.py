"""Answers put into the texts of the pages on a path, in the reader's language.

A page whose texts quote nothing is left as it is, so that most paths cost nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import TypeVar

from django.utils.formats import date_format
from django.utils.translation import get_language, override

from surveys.enums import AnswerStatus
from surveys.instrument.cells import Cells, Key
from surveys.instrument.definition import Definition, Page, Recap, Section
from surveys.instrument.piping import fill
from surveys.instrument.questions import Choice, Column, OptOut, Question, Row
from surveys.instrument.routing import Path, Step
from surveys.instrument.texts import Text
from surveys.models import Unit

from .display import format_cell

Words = Callable[[str], str | None]
WORDED = (Page, Question, Choice, Row, Column, OptOut, Recap)
T = TypeVar("T")


@dataclass(frozen=True)
class Quoting(Text):
    """A text with answers in it, worded when it is read."""

    words: Words = field(default=lambda name: None, compare=False, repr=False)

    def within(self, language: str | None) -> str:
        with override(language or get_language()):
            return fill(self.written(language), self.words)


def words_of(unit: Unit, definition: Definition, cells: Cells) -> Words:
    """Return what each name stands for in one company's questionnaire; None where nothing is known."""

    def word(name: str) -> str | None:
        if name == "org":
            return unit.name_at_launch
        if name == "reference_date":
            return date_format(unit.campaign.reference_date)
        key = Key(*name.split("."))
        slot, cell = definition.slots.get(key), cells.get(key)
        if slot is None or cell is None or cell.status != AnswerStatus.GIVEN:
            return None
        return format_cell(slot, cell, bare=True)

    return word


def filled(path: Path, definition: Definition, words: Words) -> Path:
    """Return the path with its texts filled in."""
    quoting = quoting_pages(definition)
    if not quoting:
        return path
    steps = tuple(fill_step(step, words) if step.codes in quoting else step for step in path.steps)
    return Path(steps, path.cells)


@lru_cache(maxsize=64)
def quoting_pages(definition: Definition) -> frozenset[tuple[str, str]]:
    """Return the pages whose texts have something to fill in, by section and page."""
    return frozenset(
        (section.code, page.code)
        for section, page in definition.pages()
        if any("{" in text for text in (*texts_of_section(section), *texts_within(page)))
    )


def fill_step(step: Step, words: Words) -> Step:
    questions = tuple(fill_item(question, words) for question in step.questions)
    return Step(fill_section(step.section, words), fill_item(step.page, words), questions)


def fill_section(section: Section, words: Words) -> Section:
    """Return a section with its own texts filled in; its pages are filled in where they are walked."""
    return fill_item(section, words) if any("{" in text for text in texts_of_section(section)) else section


def texts_of_section(section: Section) -> Iterable[str]:
    return (text for part in (section.title, section.intro) for _language, text in part.versions)


def fill_item(item: T, words: Words) -> T:
    """Return a page, a question or a part of one with the texts that quote answers filled in."""
    new = {}
    for part in fields(item):
        value = getattr(item, part.name)
        if isinstance(value, Text):
            if "{" in "".join(text for _language, text in value.versions):
                new[part.name] = Quoting(value.versions, words)
        elif isinstance(value, WORDED):
            new[part.name] = fill_item(value, words)
        elif isinstance(value, tuple) and value and isinstance(value[0], WORDED):
            new[part.name] = tuple(fill_item(inner, words) for inner in value)
    return replace(item, **new) if new else item


def quoted(question: Question, words: Callable[[], Words]) -> Question:
    """Return a question by itself with its texts filled in; ``words`` are asked for only if it quotes any."""
    return fill_item(question, words()) if any("{" in text for text in texts_within(question)) else question


def section_titles(definition: Definition, path: Callable[[], Path]) -> list[tuple[str, str]]:
    """Return every section's code and title as a company reads it; off its path as it is written.

    The path, which reads the answers, is worked out only where a title quotes some.
    """
    is_quoting = any("{" in text for section in definition.sections for text in texts_of_section(section))
    worded = {step.section.code: step.section for step in path().steps} if is_quoting else {}
    return [(s.code, str(worded.get(s.code, s).title)) for s in definition.sections]


def texts_within(item: object) -> Iterable[str]:
    for part in fields(item):
        value = getattr(item, part.name)
        if isinstance(value, Text):
            yield from (text for _language, text in value.versions)
        elif isinstance(value, WORDED):
            yield from texts_within(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], WORDED):
            for inner in value:
                yield from texts_within(inner)
