"""Answers in words: for the check page, the receipt and messages about a cell."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from skills.vocabulary import Vocabulary
from surveys.enums import AnswerStatus, SectionProgress
from surveys.instrument.cells import BLANK, Cell, Cells, Key
from surveys.instrument.definition import Definition, Section
from surveys.instrument.questions import Question, Row, Slot
from surveys.instrument.routing import Path, Step, is_answered
from surveys.instrument.texts import Text

from .oddities import Oddity
from .previous import NO_EDITION, LastEdition
from .ranking import in_order
from .recognising import recognised_as, vocabulary_for, with_skill
from .units import SIGNS, headed, unit_of, with_unit


def format_cell(slot: Slot, cell: Cell | None, *, bare: bool = False) -> str:
    """Return what a cell says, in the reader's language; empty for a blank one.

    A bare figure goes without its unit, which then stands in the words around it; a sign stays.
    """
    return ", ".join(lines_of(slot, cell, bare=bare))


def lines_of(slot: Slot, cell: Cell | None, *, bare: bool = False) -> list[str]:
    if cell is None or cell.status == AnswerStatus.BLANK:
        return []
    if cell.status != AnswerStatus.GIVEN:
        return [str(slot.opt_out.label) if slot.opt_out else AnswerStatus(cell.status).label]
    if isinstance(cell.value, Decimal):
        if choice := slot.codes.get(str(cell.plain)):
            return [str(choice.label)]
        figure = number_format(cell.plain)
        unit = "" if bare and slot.kind not in SIGNS else unit_of(slot)
        return [with_unit(figure, cell.value, unit, slot.unit_one if unit else Text())]
    if slot.kind == "date":
        return [date_format(date.fromisoformat(str(cell.value)))]
    codes = cell.value if isinstance(cell.value, tuple) else (cell.value,)
    labels = [str(slot.codes[code].label) if code in slot.codes else str(code) for code in codes]
    return in_order(labels) if slot.kind == "ranking" else labels


def spoken(question: Question, slot: Slot, cells: Cells) -> list[str]:
    """Return what a question's own cell says, with the words that go with its choices."""
    lines = lines_of(slot, cells.get(slot.key))
    for choice in question.saying:
        said = cells.get(Key(question.variable, "", choice.code))
        label = str(choice.label)
        if said is not None and said.value and label in lines:
            lines[lines.index(label)] = f"{label}: {said.value}"
    return lines


def name_cell(question: Question, key: Key) -> str:
    """Return what a cell of a question asks: the question, or in a grid the row and the column."""
    if key.col and not key.row:
        choice = next(choice for choice in question.choices if choice.code == key.col)
        return f"{question.label}: {choice.label}"
    if not key.row:
        return str(question.label)
    column = next(column for column in question.columns if column.code == key.col)
    if question.is_list:
        return f"{question.label}: {str(column.label).lower()}"
    row = next(row for row in question.rows if row.code == key.row)
    return _("%(row)s, %(column)s") % {"row": row.label, "column": str(column.label).lower()}


@dataclass(frozen=True)
class Line:
    """One question of the check page with its answer: words, or a grid's filled rows."""

    step: Step
    question: Question
    words: tuple[str, ...]
    rows: tuple[tuple[Row, tuple[tuple[str, str, str], ...]], ...]
    """Each filled row with its cells: the column's head, what they say, and what they said last time."""
    last: str = ""

    @property
    def heads(self) -> list[str]:
        """What a grid's columns ask for, each with its unit."""
        return heads_of(self.question)

    @property
    def is_missing(self) -> bool:
        return self.question.required and not self.words and not self.rows


def summarise(path: Path, before: LastEdition = NO_EDITION) -> Iterator[tuple[Section, list[Line]]]:
    """Yield each section on the path with its questions and answers, now and in the last edition."""
    sections: dict[str, tuple[Section, list[Line]]] = {}
    vocabulary = vocabulary_for(path.questions())
    for step in path.steps:
        _section, lines = sections.setdefault(step.section.code, (step.section, []))
        given = (path.cells, before.cells, vocabulary)
        lines.extend(line_of(step, question, *given) for question in step.questions)
    yield from sections.values()


def line_of(step: Step, question: Question, cells: Cells, before: Cells, vocabulary: Vocabulary) -> Line:
    slots = {slot.key: slot for slot in question.slots()}
    root = Key(question.variable)
    words = tuple(spoken(question, slots[root], cells)) if root in slots else ()
    if root in slots and question.vocabulary:
        taken_for = recognised_as(vocabulary, slots[root], cells.get(root))
        words = tuple(with_skill(line, taken_for) for line in words)
    rows, heads, said = [], heads_of(question), (cells, before)
    for row in question.rows:
        keys = [Key(question.variable, row.code, column.code) for column in question.columns]
        if any(cells.get(key, BLANK).answered for key in keys):
            now, last = ([format_cell(slots[key], of.get(key), bare=True) for key in keys] for of in said)
            taken_for = [recognised_as(vocabulary, slots[key], cells.get(key)) for key in keys]
            now = [with_skill(text, label) for text, label in zip(now, taken_for, strict=True)]
            rows.append((row, tuple(zip(heads, now, last, strict=True))))
    last = ", ".join(spoken(question, slots[root], before)) if root in slots else ""
    return Line(step, question, words, tuple(rows), last)


def heads_of(question: Question) -> list[str]:
    return [headed(question, column) for column in question.columns]


def count_answered(path: Path) -> tuple[int, int]:
    """Return how many questions on the path have an answer, and how many there are."""
    questions = list(path.questions())
    return sum(is_answered(question, path.cells) for question in questions), len(questions)


@dataclass(frozen=True)
class Stage:
    """A section as the hub lists it."""

    section: Section
    progress: SectionProgress
    first: Step
    """The page to go on with: where the first answer is missing, else the first of all."""
    start: Step
    answered: int
    total: int
    is_next: bool
    odd: int = 0
    """How many figures look odd and are not explained yet."""

    @property
    def is_midway(self) -> bool:
        """Whether somebody who goes on with it skips pages that are answered already."""
        return self.first.codes != self.start.codes

    @property
    def tone(self) -> str:
        return TONES[self.progress]

    @property
    def state(self) -> str:
        return self.progress.label


UNTOUCHED = SectionProgress.NOT_STARTED
TONES = {
    SectionProgress.NOT_STARTED: "neutral",
    SectionProgress.PARTIAL: "warning",
    SectionProgress.COMPLETED: "success",
}


def first_untouched(path: Path) -> Step | None:
    """Return the first page of the first section without any answer."""
    return next((step for step in path.steps if path.progress(step.section.code) == UNTOUCHED), None)


def hub_of(definition: Definition, path: Path, oddities: Iterable[Oddity] = ()) -> list[Stage]:
    """Return the sections on the path; the next one is where the first answer is missing.

    Where none has to be given any more, it is the first section in which nothing is said yet.
    """
    open_step = path.first_open() or first_untouched(path)
    odd = Counter(oddity.failure.check.section for oddity in oddities if not oddity.is_settled)
    stages = []
    for section in definition.sections:
        steps = path.within(section.code)
        if not steps:
            continue
        asked = [question for step in steps for question in step.questions]
        here = open_step if open_step and open_step.section.code == section.code else None
        stages.append(
            Stage(
                section=steps[0].section,
                progress=path.progress(section.code),
                first=here or steps[0],
                start=steps[0],
                answered=sum(is_answered(question, path.cells) for question in asked),
                total=len(asked),
                is_next=here is not None,
                odd=odd[section.code],
            )
        )
    return stages
