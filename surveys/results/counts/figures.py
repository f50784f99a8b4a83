"""Counts of figures, days and words: what they come to, between which they lie, how many there are."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from statistics import median

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from surveys.instrument.checks import figure_in_words

from .gathering import Said, Tally
from .table import Table, by_column, counted, named

ONE_DECIMAL = Decimal("0.1")


def figures_counted(asked: Said, language: str) -> Iterator[Table]:
    figures = [(place, tally) for place, tally in asked if place.spot.family == "figure"]
    if len(by_column(figures)) > 1 and figures[0][0].spot.key.row:
        yield figures_by_row(figures, _("Sum"), lambda tally: in_words(sum_of(tally)), language)
        yield figures_by_row(figures, _("Answers"), lambda tally: counted(len(tally.given)), language)
    elif figures:
        heads = [_("Figures"), _("Answers"), _("Sum"), _("Mean"), _("Median"), _("Least"), _("Most")]
        yield Table(heads, [[named(place, language), *figures_in(tally)] for place, tally in figures])


def figures_by_row(figures: Said, head: str, write: Callable[[Tally], str], language: str) -> Table:
    """Return a table's own rows and columns with one figure of each cell."""
    columns = {place.spot.key.col: place.label[-1].within(language) for place, _tally in figures}
    rows: dict[str, list[str]] = {}
    for place, tally in figures:
        name = named(place, language, of=place.label[1:-1])
        rows.setdefault(place.spot.key.row, [name]).append(write(tally))
    return Table([head, *columns.values()], list(rows.values()))


def days_and_words(asked: Said, language: str) -> Iterator[Table]:
    """Count days with the first and the last; words are counted only, and read in the files."""
    days = [(place, tally) for place, tally in asked if place.spot.family == "date" and tally.given]
    if days:
        rows = [[named(place, language), counted(len(tally.given)), *ends_of(tally)] for place, tally in days]
        yield Table([_("Days"), _("Answers"), _("First day"), _("Last day")], rows)
    words = [(place, tally) for place, tally in asked if place.spot.family == "text" and tally.given]
    if words:
        yield Table(
            [_("In words"), _("Answers")],
            [[named(place, language), counted(len(tally.given))] for place, tally in words],
        )


def ends_of(tally: Tally) -> tuple[str, str]:
    return date_format(date.fromisoformat(min(tally.given))), date_format(
        date.fromisoformat(max(tally.given))
    )


def figures_in(tally: Tally) -> list[str]:
    figures = sorted(Decimal(str(value)) for value in tally.given)
    if not figures:
        return [counted(0), *["–"] * 5]
    total = sum_of(tally)
    found = (total, total / len(figures), median(figures), figures[0], figures[-1])
    return [counted(len(figures)), *(in_words(figure) for figure in found)]


def sum_of(tally: Tally) -> Decimal:
    return sum((Decimal(str(value)) for value in tally.given), Decimal(0))


def in_words(figure: Decimal) -> str:
    return figure_in_words(figure.quantize(ONE_DECIMAL))
