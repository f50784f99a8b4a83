"""What is asked for one variable: its choices, rows and columns, and the cells they make."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from surveys.enums import AnswerStatus, VariableKind

from .cells import MEASURED, Key
from .conditions import Condition
from .texts import Text

GRIDS = (VariableKind.GRID, VariableKind.SKILLS, VariableKind.LIST)
MOST_ROWS = 40
ROW_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OPT_OUT_STATUSES = (AnswerStatus.NOT_KNOWN, AnswerStatus.NOT_APPLICABLE)


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
    unit_one: Text = Text()
    required: bool = False
    """Of a list: whether a row that says anything has to say this."""
    vocabulary: str = ""
    """Of a text: the shared words that are offered while typing, ``skills``; any others will do."""


@dataclass(frozen=True)
class RowTotal:
    """What some columns of a grid come to in each row, shown at its end and never stored."""

    label: Text
    cols: tuple[str, ...]


@dataclass(frozen=True)
class RowFilter:
    """Which rows of a grid are asked: those with a figure above zero in an earlier grid's same row."""

    variable: str
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
    unit: Text = Text()
    unit_one: Text = Text()
    vocabulary: str = ""

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
    unit_one: Text = Text()
    """The unit's word beside a figure of exactly one: "person" where the unit is "people"."""
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
    rows_if: RowFilter | None = None
    confirms: bool = False
    """Whether it confirms the figures its page plays back: asked anew once one of their parts changes."""
    vocabulary: str = ""
    """Of a text: the shared words that are offered while typing, ``skills``; any others will do."""

    @property
    def is_grid(self) -> bool:
        return self.kind in GRIDS

    @property
    def is_list(self) -> bool:
        """Whether its rows are the company's own."""
        return self.kind == VariableKind.LIST

    @property
    def asks_for_skills(self) -> bool:
        return bool(self.vocabulary) or any(column.vocabulary for column in self.columns)

    def slot_at(self, key: Key) -> Slot | None:
        """Return the cell of a list at a key, of whatever row."""
        column = next((column for column in self.columns if column.code == key.col), None)
        if column is None or not self.is_list or not ROW_KEY.fullmatch(key.row):
            return None
        return self._slot_in(key, column)

    def _slot_in(self, key: Key, column: Column) -> Slot:
        bounds, units = (column.minimum, column.maximum), self.units_of(column)
        said = {"unit": units[0], "unit_one": units[1], "vocabulary": column.vocabulary}
        return Slot(key, column.kind, column.choices, *bounds, **said)

    def units_of(self, column: Column) -> tuple[Text, Text]:
        """Return the unit of a column's figures and its word for one: its own, else the question's."""
        if column.kind not in MEASURED:
            return Text(), Text()
        is_own = column.unit or column.kind != VariableKind.NUMBER
        return (column.unit, column.unit_one) if is_own else (self.unit, self.unit_one)

    def narrowed(self, codes: Collection[str]) -> "Question":
        """Return a grid with some of its rows, whose cells are this one's own."""
        if len(codes) == len(self.rows):
            return self
        narrow = replace(self, rows=tuple(row for row in self.rows if row.code in codes))
        kept = tuple(slot for slot in self.slots() if not slot.key.row or slot.key.row in codes)
        narrow.__dict__["_slots"] = kept
        return narrow

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

    def slots(self) -> tuple[Slot, ...]:
        """Return every cell that the question may fill, in the order it is shown."""
        return self._slots

    @cached_property
    def _slots(self) -> tuple[Slot, ...]:
        return tuple(self._make_slots())

    def _make_slots(self) -> Iterator[Slot]:
        kind = "opt_out" if self.is_grid else self.kind
        if not self.is_grid or self.opt_out:
            bounds = (self.minimum, self.maximum)
            units = {} if self.is_grid else {"unit": self.unit, "unit_one": self.unit_one}
            root = Key(self.variable)
            words = {"vocabulary": self.vocabulary, **units}
            yield Slot(root, kind, self.choices, *bounds, self.opt_out, places=self.places, **words)
        for choice in self.saying:
            yield Slot(Key(self.variable, "", choice.code), "text", says=choice.code)
        for row in self.rows:
            for column in self.columns:
                yield self._slot_in(Key(self.variable, row.code, column.code), column)
