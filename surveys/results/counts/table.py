"""A table of counts, and the words in it that all tables share."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from surveys.instrument.texts import Text
from surveys.results.places import Place

from .gathering import Said


@dataclass(frozen=True)
class Table:
    """``columns`` has a word for each cell of a row; a row begins with what it counts."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def by_column(said: Said) -> list[Said]:
    columns: dict[str, list] = {}
    for place, tally in said:
        columns.setdefault(place.spot.key.col, []).append((place, tally))
    return list(columns.values())


def named(place: Place, language: str, of: Sequence[Text] | None = None) -> str:
    """Name a place within its question."""
    parts = place.label[1:] if of is None else of
    return ": ".join(text.within(language) for text in parts) or _("Answer")


def counted(number: int) -> str:
    return number_format(number)
