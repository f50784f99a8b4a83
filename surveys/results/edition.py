"""An edition's answers as its tables are worked out from them, and the rows they come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .catalogue import Text
from .disclosure import Cell
from .sheets import Sheet, chosen

PERMISSIONS = "permissions"


@dataclass(frozen=True)
class Row:
    """A row of a table with its protected cells by column."""

    code: str
    label: Text
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Edition:
    """What the tables are computed from: the questions asked, the answers, and N."""

    questions: Mapping[str, Mapping[str, Any]]
    sheets: Sequence[Sheet]
    population: int
    minimum: int
    asked: Mapping[str, Sequence[Sheet]] = field(default_factory=dict)
    """The sheets of those who were asked, of each variable that not every version has."""

    def about(self, variable: str) -> "Edition":
        """Return the edition with the companies only that were asked a variable."""
        return replace(self, sheets=self.asked[variable]) if variable in self.asked else self

    @property
    def answers(self) -> int:
        return len(self.sheets)

    @property
    def waived(self) -> list[bool]:
        """Say of each company whether it lets totals be published in which it stands out."""
        return ["totals" in chosen(sheet, PERMISSIONS) for sheet in self.sheets]

    @property
    def is_showable(self) -> bool:
        """Say whether there are answers enough for any figure at all."""
        return self.answers >= 2 * self.minimum
