"""Which pages and questions lie on a response's path, and how far each section has come.

A condition sees only answers that are on the path themselves: an answer left over behind
a changed "yes" opens nothing. Conditions look back only, so one pass is enough.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from surveys.enums import SectionProgress

from .cells import Cells, Key
from .definition import Definition, Page, Question, Section


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
        steps = self.within(step.section.code)
        place = steps.index(step) + 1
        return steps[place] if place < len(steps) else None

    def before(self, step: Step) -> Step | None:
        steps = self.within(step.section.code)
        place = steps.index(step)
        return steps[place - 1] if place else None

    def missing(self) -> tuple[tuple[Step, Question], ...]:
        """Return the required questions without an answer, each with its page."""
        return tuple(
            (step, question)
            for step in self.steps
            for question in step.questions
            if question.required and not is_answered(question, self.cells)
        )

    def progress(self, section: str) -> SectionProgress:
        """Completed is every required question answered; one without any, when it was begun."""
        questions = [question for step in self.within(section) for question in step.questions]
        if not any(is_answered(question, self.cells) for question in questions):
            return SectionProgress.NOT_STARTED
        if all(is_answered(question, self.cells) for question in questions if question.required):
            return SectionProgress.COMPLETED
        return SectionProgress.PARTIAL

    def first_open(self) -> Step | None:
        """Return where to go on: the first page with a required question to answer."""
        return next((step for step, _ in self.missing()), None)


def is_answered(question: Question, cells: Cells) -> bool:
    return any((cell := cells.get(slot.key)) is not None and cell.answered for slot in question.slots())


def find_path(definition: Definition, cells: Cells) -> Path:
    """Walk the questionnaire once and keep what the answers so far open."""
    by_variable: dict[str, list[Key]] = {}
    for key in cells:
        by_variable.setdefault(key.variable, []).append(key)
    seen: dict = {}
    steps: list[Step] = []
    for section, page in definition.pages():
        if page.show_if and not page.show_if.holds(seen):
            continue
        shown = []
        for question in page.questions:
            if question.show_if and not question.show_if.holds(seen):
                continue
            shown.append(question)
            seen |= {key: cells[key] for key in by_variable.get(question.variable, ())}
        if shown:
            steps.append(Step(section, page, tuple(shown)))
    return Path(tuple(steps), seen)


def variables_on(path: Path) -> frozenset[str]:
    return frozenset(question.variable for question in path.questions())


def progress_of_all(definition: Definition, path: Path) -> dict[str, SectionProgress]:
    return {section.code: path.progress(section.code) for section in definition.sections}


def sections_with_steps(path: Path) -> Iterable[Section]:
    return dict.fromkeys(step.section for step in path.steps)
