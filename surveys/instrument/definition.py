"""A questionnaire version's JSON definition, read once into frozen objects."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import get_language

from surveys.enums import AnswerStatus, VariableKind

from .cells import Key
from .conditions import Condition
from .expressions import Expression
from .piping import without_answers
from .rules import Rule

GRIDS = (VariableKind.GRID, VariableKind.SKILLS, VariableKind.LIST)
MOST_ROWS = 40


ROW_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class DefinitionError(ValueError):
    """The JSON is not a definition; the text names the place."""


@dataclass(frozen=True)
class Text:
    """A text in every language of the questionnaire; as a string, in the reader's."""

    versions: tuple[tuple[str, str], ...] = ()

    def within(self, language: str | None) -> str:
        """Return the words in a language; where an answer belongs, what stands for it."""
        return without_answers(self.written(language))

    def written(self, language: str | None) -> str:
        """Return the words as they are written, with the names of what is to be filled in."""
        texts = dict(self.versions)
        return texts.get((language or "")[:2]) or next((text for text in texts.values() if text), "")

    def __str__(self) -> str:
        return self.within(get_language())

    def __bool__(self) -> bool:
        return any(text for _, text in self.versions)


@dataclass(frozen=True)
class Choice:
    """One answer to choose; with ``say``, that words are asked for once it is chosen."""

    code: str
    label: Text
    exclusive: bool = False
    say: Text = Text()


@dataclass(frozen=True)
class Row:
    code: str
    label: Text
    help: Text = Text()


@dataclass(frozen=True)
class Column:
    code: str
    label: Text
    kind: str
    help: Text = Text()
    choices: tuple[Choice, ...] = ()
    minimum: int | float | str | None = None
    maximum: int | float | str | None = None
    unit: Text = Text()
    required: bool = False
    """Of a list: whether a row that says anything has to say this."""


@dataclass(frozen=True)
class RowTotal:
    """What some columns of a grid come to in each row, shown at its end and never stored."""

    label: Text
    cols: tuple[str, ...]


@dataclass(frozen=True)
class OptOut:
    """A way to answer without a value: "we do not know", "none of these"."""

    status: str
    label: Text


@dataclass(frozen=True)
class Slot:
    """The rules of one cell: what may be put at a key. Kind ``opt_out`` takes only a status."""

    key: Key
    kind: str
    choices: tuple[Choice, ...] = ()
    minimum: int | float | str | None = None
    maximum: int | float | str | None = None
    opt_out: OptOut | None = None
    says: str = ""
    """Of a text that goes with a choice ("other: which?"), the choice's code."""
    places: int = 0
    """How many choices an order of preference takes; 0 for any other kind."""

    @cached_property
    def codes(self) -> dict[str, Choice]:
        return {choice.code: choice for choice in self.choices}


@dataclass(frozen=True)
class Question:
    """What is asked for one variable, with the words around it."""

    variable: str
    kind: str
    label: Text
    help: Text = Text()
    why: Text = Text()
    includes: Text = Text()
    excludes: Text = Text()
    required: bool = False
    unit: Text = Text()
    minimum: int | float | str | None = None
    maximum: int | float | str | None = None
    choices: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    columns: tuple[Column, ...] = ()
    row_total: RowTotal | None = None
    opt_out: OptOut | None = None
    show_if: Condition | None = None
    ranks: int | None = None
    """How many choices an order of preference takes, the first ones; None for all of them."""
    confirms: bool = False
    """Whether it confirms the figures its page plays back: asked anew once one of their parts changes."""

    @property
    def is_grid(self) -> bool:
        return self.kind in GRIDS

    @property
    def is_list(self) -> bool:
        """Whether its rows are the company's own."""
        return self.kind == VariableKind.LIST

    def slot_at(self, key: Key) -> Slot | None:
        """Return the cell of a list at a key, of whatever row."""
        column = next((column for column in self.columns if column.code == key.col), None)
        if column is None or not self.is_list or not ROW_KEY.fullmatch(key.row):
            return None
        return Slot(key, column.kind, column.choices, column.minimum, column.maximum)

    @cached_property
    def saying(self) -> tuple[Choice, ...]:
        """The choices that ask for words of their own."""
        return tuple(choice for choice in self.choices if choice.say)

    @property
    def places(self) -> int:
        """How many places an order of preference has."""
        if self.kind != VariableKind.RANKING:
            return 0
        return len(self.choices) if self.ranks is None else self.ranks

    def slots(self) -> Iterator[Slot]:
        """Yield every cell that the question may fill, in the order it is shown."""
        kind = "opt_out" if self.is_grid else self.kind
        if not self.is_grid or self.opt_out:
            bounds = (self.minimum, self.maximum)
            yield Slot(Key(self.variable), kind, self.choices, *bounds, self.opt_out, places=self.places)
        for choice in self.saying:
            yield Slot(Key(self.variable, "", choice.code), "text", says=choice.code)
        for row in self.rows:
            for column in self.columns:
                key = Key(self.variable, row.code, column.code)
                yield Slot(key, column.kind, column.choices, column.minimum, column.maximum)


@dataclass(frozen=True)
class Recap:
    """A figure worked out of earlier answers and played back, to be looked at once more."""

    label: Text
    value: Expression
    unit: Text = Text()


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


def canonical_json(definition: Mapping) -> bytes:
    """Return the one spelling of a JSON value that hashes are taken of."""
    return json.dumps(definition, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def hash_json(value: Mapping | list) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()


OPT_OUT_STATUSES = (AnswerStatus.NOT_KNOWN, AnswerStatus.NOT_APPLICABLE)
