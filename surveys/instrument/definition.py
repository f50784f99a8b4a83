"""A questionnaire version's JSON definition, read once into frozen objects."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .cells import Key
from .conditions import Condition
from .expressions import Expression
from .questions import Question, Slot
from .rules import Rule
from .texts import Text


class DefinitionError(ValueError):
    """The JSON is not a definition; the text names the place."""


@dataclass(frozen=True)
class Recap:
    """A figure worked out of earlier answers and played back, to be looked at once more."""

    label: Text
    value: Expression
    unit: Text = Text()
    unit_one: Text = Text()


@dataclass(frozen=True)
class Page:
    code: str
    title: Text
    questions: tuple[Question, ...]
    intro: Text = Text()
    show_if: Condition | None = None
    recap: tuple[Recap, ...] = ()

    @property
    def played_back(self) -> frozenset[str]:
        """The variables that the page's figures are made of."""
        return frozenset(read.key.variable for part in self.recap for read in part.value.reads())


@dataclass(frozen=True)
class Section:
    code: str
    title: Text
    pages: tuple[Page, ...]
    intro: Text = Text()


@dataclass(frozen=True)
class Check:
    """A rule between answers: a hard one must hold, a soft one asks for a second look."""

    code: str
    section: str
    severity: str
    message: Text
    rule: Mapping = field(hash=False)
    test: Rule | None = None
    """The rule as it is worked out; None where its JSON is not a rule, which the linter says."""

    @property
    def is_hard(self) -> bool:
        return self.severity == "hard"

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The variables of this edition that the check reads, the grid of ``each_row`` first."""
        if self.test is None:
            return ()
        reads = [read.key.variable for read in self.test.reads() if not read.before]
        return tuple(dict.fromkeys([*([self.test.grid] if self.test.grid else []), *reads]))

    @cached_property
    def looks_back(self) -> bool:
        """Whether it reads the last edition's answers."""
        return self.test is not None and any(read.before for read in self.test.reads())


@dataclass(frozen=True, eq=False)
class Definition:
    """A whole questionnaire; equal only to itself, since one object serves a version."""

    code: str
    title: Text
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()
    essential: tuple[str, ...] = ()
    """The sections without which unfinished answers are of no use; none named means all of them."""

    def pages(self) -> Iterator[tuple[Section, Page]]:
        for section in self.sections:
            for page in section.pages:
                yield section, page

    @cached_property
    def is_one_page(self) -> bool:
        """Whether everything stands on one page, which then sends it too."""
        return sum(1 for _ in self.pages()) == 1

    @cached_property
    def questions(self) -> dict[str, Question]:
        return {q.variable: q for _, page in self.pages() for q in page.questions}

    @cached_property
    def slots(self) -> dict[Key, Slot]:
        """Every cell of the questionnaire by its key: the list of what may be saved."""
        return {slot.key: slot for question in self.questions.values() for slot in question.slots()}

    def slot_of(self, key: Key) -> Slot | None:
        """Return the cell at a key, also in a row that a company added; None where there is none."""
        question = self.questions.get(key.variable)
        return self.slots.get(key) or (question.slot_at(key) if question else None)

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """The questions whose rows are the company's own."""
        return tuple(code for code, question in self.questions.items() if question.is_list)

    @cached_property
    def confirmations(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The questions that confirm figures played back, each with the variables those are made of."""
        return tuple(
            (question.variable, page.played_back)
            for _, page in self.pages()
            for question in page.questions
            if question.confirms
        )

    @cached_property
    def routing_looks_back(self) -> bool:
        """Whether any condition reads the last edition's answers."""
        items = [item for _, page in self.pages() for item in (page, *page.questions)]
        return any(read.before for item in items if item.show_if for read in item.show_if.reads())

    @cached_property
    def checks_look_back(self) -> bool:
        return any(check.looks_back for check in self.checks)

    @cached_property
    def checks_of(self) -> dict[str, tuple[Check, ...]]:
        """The checks that read each variable."""
        return {code: tuple(c for c in self.checks if code in c.variables) for code in self.questions}

    @cached_property
    def section_of(self) -> dict[str, str]:
        return {q.variable: section.code for section, page in self.pages() for q in page.questions}
