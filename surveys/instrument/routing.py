"""Which pages and questions lie on a response's path, and how far each section has come.

A condition sees only answers that are on the path themselves: an answer left over behind
a changed "yes" opens nothing. Conditions look back only, so one pass is enough.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.enums import SectionProgress

from .cells import Cell, Cells, Key
from .definition import Definition, Page, Section
from .questions import Choice, Question, Slot
from .rows import Rows, lacks_cells, rows_wanted, with_rows
from .sheet import NOTHING, Sheet, as_sheet


@dataclass(frozen=True)
class Step:
    """One page on the path with the questions that it shows."""

    section: Section
    page: Page
    questions: tuple[Question, ...]

    @property
    def codes(self) -> tuple[str, str]:
        return self.section.code, self.page.code


@dataclass(frozen=True)
class Path:
    """The pages that a response goes through, in order."""

    steps: tuple[Step, ...]
    cells: Cells

    def questions(self) -> Iterator[Question]:
        for step in self.steps:
            yield from step.questions

    def find(self, section: str, page: str) -> Step | None:
        return next((step for step in self.steps if step.codes == (section, page)), None)

    def within(self, section: str) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.section.code == section)

    def next_after(self, step: Step) -> Step | None:
        """Return the section's next page; None where the section ends."""
        return self._beside(step, 1)

    def before(self, step: Step) -> Step | None:
        return self._beside(step, -1)

    def _beside(self, step: Step, distance: int) -> Step | None:
        """Find by codes: another answer may have changed which questions the page shows."""
        steps = self.within(step.section.code)
        place = [other.codes for other in steps].index(step.codes) + distance
        return steps[place] if 0 <= place < len(steps) else None

    def step_of(self, variable: str) -> Step | None:
        return next((s for s in self.steps if any(q.variable == variable for q in s.questions)), None)

    def missing(self) -> tuple[tuple[Step, Question], ...]:
        """Return the questions that still lack an answer, each with its page."""
        return tuple(
            (step, question)
            for step in self.steps
            for question in step.questions
            if lacks_answer(question, self.cells)
        )

    def progress(self, section: str) -> SectionProgress:
        """Completed is every required question answered; one without any, when it was begun."""
        questions = [question for step in self.within(section) for question in step.questions]
        if not any(is_answered(question, self.cells) for question in questions):
            return SectionProgress.NOT_STARTED
        if not any(lacks_answer(question, self.cells) for question in questions):
            return SectionProgress.COMPLETED
        return SectionProgress.PARTIAL

    def says_nothing(self) -> bool:
        """Whether nobody has answered anything: there is nothing that could be sent."""
        return not any(is_answered(question, self.cells) for question in self.questions())

    def first_open(self) -> Step | None:
        """Return where to go on: the first page with a required question to answer."""
        return next((step for step, _ in self.missing()), None)


def is_answered(question: Question, cells: Cells) -> bool:
    slots = (slot for slot in question.slots() if not slot.says)
    return any((cell := cells.get(slot.key)) is not None and cell.answered for slot in slots)


def lacks_answer(question: Question, cells: Cells) -> bool:
    """Say whether something has to be answered yet: the question, or what its answer leaves open."""
    if question.required and not is_answered(question, cells):
        return True
    return bool(lacks_words(question, cells) or lacks_cells(question, cells) or says_both(question, cells))


def says_both(question: Question, cells: Cells) -> bool:
    """Say whether a table's way out is taken and its rows are filled too, as two people at once may do."""
    if not question.is_grid or question.opt_out is None:
        return False
    way_out = cells.get(Key(question.variable))
    if way_out is None or not way_out.answered:
        return False
    return any((cell := cells.get(slot.key)) is not None and cell.answered for slot in rows_slots(question))


def rows_slots(question: Question) -> Iterator[Slot]:
    return (slot for slot in question.slots() if slot.key.row)


def lacks_words(question: Question, cells: Cells) -> tuple[Choice, ...]:
    """Return the choices that were made and ask for words, and have none."""
    return tuple(
        choice
        for choice in question.saying
        if is_chosen(choice, question, cells)
        and not ((cell := cells.get(Key(question.variable, "", choice.code))) and cell.answered)
    )


def is_chosen(choice: Choice, question: Question, cells: Cells) -> bool:
    cell = cells.get(Key(question.variable))
    if cell is None or cell.value is None:
        return False
    return choice.code in cell.value if isinstance(cell.value, tuple) else choice.code == cell.value


def counting(question: Question, given: Sheet) -> Iterator[tuple[Key, Cell]]:
    """Yield a question's cells; the words of a choice that is not made are kept aside."""
    if question.is_list or question.rows_if:
        live = {"", *(row.code for row in question.rows)}
        yield from ((key, cell) for key, cell in given.of(question.variable) if key.row in live)
        return
    unsaid = {c.code for c in question.saying if not is_chosen(c, question, given)}
    for key, cell in given.of(question.variable):
        if not (unsaid and not key.row and key.col in unsaid):
            yield key, cell


def find_path(
    definition: Definition, cells: Cells, previous: Cells = NOTHING, rows: Rows | None = None
) -> Path:
    """Walk the questionnaire once and keep what the answers so far open.

    ``previous`` holds the last edition's answers, for conditions that look at them. ``rows`` are
    those of lists that count; without them every row counts that has a cell.
    """
    given, before, seen = as_sheet(cells), as_sheet(previous), Sheet()
    steps: list[Step] = []
    for section, page in definition.pages():
        if page.show_if and not page.show_if.holds(seen, before):
            continue
        shown = []
        for question in page.questions:
            if question.show_if and not question.show_if.holds(seen, before):
                continue
            if question.is_list:
                question = with_rows(question, given, rows)
            elif question.rows_if:
                question = question.narrowed(rows_wanted(question, seen))
                if not question.rows:
                    continue
            shown.append(question)
            for key, cell in counting(question, given):
                seen.put(key, cell)
        if shown or page.recap:
            steps.append(Step(section, page, tuple(shown)))
    return Path(tuple(steps), seen)


def variables_on(path: Path) -> frozenset[str]:
    return frozenset(question.variable for question in path.questions())


def progress_of_all(definition: Definition, path: Path) -> dict[str, SectionProgress]:
    return {section.code: path.progress(section.code) for section in definition.sections}
