"""How a company compares with the others of its edition, without any of theirs following from it.

A median or a quartile *is* some company's figure, so none is shown. Instead the companies are put in
order and cut into thirds, and each third's mean is shown: of at least ``minimum`` companies, not all
alike, and none so large among them that the second could work it out. If one third of a figure fails
any of this, the whole figure is left out, since a third that is hidden would follow from a total.

A figure is told by size band where every band of the edition can be told so, else for all companies
together; never both, which could be subtracted from each other. And only of a closed edition: told
before and after one more answer, it would give that answer away.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .disclosure import Cell, is_dominated, protect_item, protect_mean
from .sheets import Sheet

STAFF = ("headcount", "", "")
Company = tuple[str, Sheet]
"""The size band of a company that answered, and what it sent."""


@dataclass(frozen=True)
class Figure:
    """What is compared: the sum of a variable's cells for each 100 people on the staff."""

    code: str
    label: Promise
    variable: str
    col: str = ""

    def of(self, sheet: Sheet) -> Decimal | None:
        """Return a company's own figure; None where it did not say what it is made of."""
        staff = sheet.get(STAFF)
        parts = [
            Decimal(str(value))
            for (variable, _row, col), value in sheet.items()
            if variable == self.variable and col == self.col
        ]
        if not staff or not parts:
            return None
        return round(100 * sum(parts, Decimal(0)) / Decimal(str(staff)), 1)


FIGURES = (
    Figure("ict", _("ICT specialists"), "ict-staff"),
    Figure("joined", _("People who joined in 12 months"), "joiners"),
    Figure("left", _("People who left in 12 months"), "leavers"),
    Figure("planned", _("People to hire in 12 months"), "profiles", "hires-12"),
    Figure("trained", _("People who were trained in 12 months"), "trained-people"),
)


@dataclass(frozen=True)
class Thirds:
    """The means of the lowest, the middle and the highest third of some companies, and how many they are.

    That a few of a group said nothing is a figure of its own, which is told only as any other.
    """

    means: tuple[float, float, float]
    companies: Cell
    answers: int
    """How many companies of the group answered at all."""


@dataclass(frozen=True)
class Comparison:
    figure: Figure
    thirds: Mapping[str, Thirds]
    """By size band, or of all companies under the empty name."""

    def beside(self, band: str) -> Thirds:
        return self.thirds.get(band) or self.thirds[""]

    @property
    def is_by_size(self) -> bool:
        return "" not in self.thirds


def can_compare(variables: Collection[str]) -> bool:
    """Tell whether a questionnaire asks what is compared."""
    return STAFF[0] in variables and any(figure.variable in variables for figure in FIGURES)


def compare(companies: Sequence[Company], minimum: int) -> Iterator[Comparison]:
    """Yield each figure that may be shown of a closed edition."""
    for figure in FIGURES:
        by_band: dict[str, list[Decimal | None]] = {band: [] for band, _sheet in companies}
        for band, sheet in companies:
            by_band[band].append(figure.of(sheet))
        told = {band: thirds_of(values, minimum) for band, values in by_band.items()}
        if told and all(told.values()):
            yield Comparison(figure, told)
        elif thirds := thirds_of([value for values in by_band.values() for value in values], minimum):
            yield Comparison(figure, {"": thirds})


def thirds_of(values: Sequence[Decimal | None], minimum: int) -> Thirds | None:
    """Return the means of three thirds, or nothing if any of them may not be shown; None said nothing."""
    ranked = sorted(float(value) for value in values if value is not None)
    size = len(ranked) // 3
    parts = ranked[:size], ranked[size : len(ranked) - size], ranked[len(ranked) - size :]
    means = [protect_mean(part, minimum) for part in parts]
    if not all(mean.is_published for mean in means) or any(is_dominated(part) for part in parts):
        return None
    low, middle, high = (mean.value for mean in means)
    return Thirds((low, middle, high), protect_item(len(ranked), len(values), minimum), len(values))


def own_figures(sheet: Mapping[tuple[str, str, str], Any]) -> dict[str, Decimal | None]:
    return {figure.code: figure.of(sheet) for figure in FIGURES}
