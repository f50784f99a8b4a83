"""The counts of a question as tables: figures by what they come to, choices by how often they were made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from statistics import median

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from surveys.enums import AnswerStatus
from surveys.instrument.texts import Text
from surveys.models import Campaign
from surveys.results.statistical.places import Place

from .gathering import Said, Tally, said_to_each_question

ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True)
class Table:
    """``columns`` has a word for each cell of a row; a row begins with what it counts."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Counted:
    """A question in its words, with its tables."""

    label: str
    tables: Sequence[Table]


def count_answers(campaign: Campaign, language: str) -> list[Counted]:
    """Count what the companies sent last, question by question, in words of a language."""
    return [
        Counted(asked[0][0].label[0].within(language), list(tables_of(asked, language)))
        for asked in said_to_each_question(campaign)
    ]


def tables_of(asked: Said, language: str) -> Iterator[Table]:
    """Yield a table for all figures, one for each choice and each column of choices, one for the rest."""
    figures = [(place, tally) for place, tally in asked if place.spot.family == "figure"]
    if figures:
        heads = ["", _("Answers"), _("Sum"), _("Mean"), _("Median"), _("Least"), _("Most")]
        yield Table(heads, [[named(place, language), *figures_in(tally)] for place, tally in figures])
    choosing = [(place, tally) for place, tally in asked if place.choices]
    for _column, alike in groupby(choosing, lambda each: each[0].spot.key.col):
        column = list(alike)
        yield one_choice(*column[0], language) if len(column) == 1 else choices_by_row(column, language)
    others = [(place, tally) for place, tally in asked if place.spot.family in ("text", "date")]
    if others:
        rows = [
            [named(place, language), counted(len(tally.given)), span_of(place, tally)]
            for place, tally in others
        ]
        yield Table(["", _("Answers"), _("First and last")], rows)
    if reasons := list(reasons_in(asked, language)):
        yield Table([_("Without an answer"), _("Answers")], reasons)


def figures_in(tally: Tally) -> list[str]:
    figures = sorted(Decimal(str(value)) for value in tally.given)
    if not figures:
        return [counted(0), *["–"] * 5]
    total = sum(figures)
    found = (total, total / len(figures), median(figures), figures[0], figures[-1])
    return [counted(len(figures)), *(in_words(figure) for figure in found)]


def one_choice(place: Place, tally: Tally, language: str) -> Table:
    """Return how many made each choice, of those who answered; of an order, who put it first too."""
    ranked = place.slot.kind == "ranking"
    heads = [_("Choice"), *([_("Put first")] if ranked else []), _("Companies"), _("Of those who answered")]
    rows = []
    for choice in place.choices:
        made = how_often(choice.code, tally)
        first = [counted(sum(value[:1] == [choice.code] for value in tally.given))] if ranked else []
        rows.append([choice.label.within(language), *first, counted(made), share(made, len(tally.given))])
    return Table(heads, [*rows, [_("Answers"), *([""] if ranked else []), counted(len(tally.given)), ""]])


def choices_by_row(column: Said, language: str) -> Table:
    """Return how often each choice was made in each row of a table's column."""
    first, _tally = column[0]
    heads = [first.label[-1].within(language), *(choice.label.within(language) for choice in first.choices)]
    rows = [
        [
            named(place, language, of=place.label[1:-1]),
            *(counted(how_often(choice.code, tally)) for choice in first.choices),
            counted(len(tally.given)),
        ]
        for place, tally in column
    ]
    return Table([*heads, _("Answers")], rows)


def how_often(code: str, tally: Tally) -> int:
    return sum(code in value if isinstance(value, list) else code == str(value) for value in tally.given)


def span_of(place: Place, tally: Tally) -> str:
    """Return the first and the last day that were given; words are in the files only."""
    if place.spot.family != "date" or not tally.given:
        return ""
    first, last = (date_format(date.fromisoformat(day)) for day in (min(tally.given), max(tally.given)))
    return f"{first} – {last}"


def reasons_in(asked: Said, language: str) -> Iterator[list[str]]:
    for place, tally in asked:
        for status, number in sorted(tally.without.items()):
            way_out = place.slot.opt_out
            said = way_out and way_out.status == status
            words = way_out.label.within(language) if said else str(AnswerStatus(status).label)
            yield [": ".join([*(text.within(language) for text in place.label[1:]), words]), counted(number)]


def named(place: Place, language: str, of: Sequence[Text] | None = None) -> str:
    """Name a place within its question."""
    parts = place.label[1:] if of is None else of
    return ": ".join(text.within(language) for text in parts) or _("Answer")


def counted(number: int) -> str:
    return number_format(number)


def in_words(figure: Decimal) -> str:
    rounded = figure.quantize(ONE_DECIMAL)
    return number_format(rounded.to_integral() if rounded == rounded.to_integral() else rounded)


def share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "–"
