"""Counts of choices: how often each was made, by those who answered."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from surveys.results.places import Place

from .gathering import Said, Tally
from .table import Table, by_column, counted, named


def choices_counted(asked: Said, language: str) -> Iterator[Table]:
    choosing = [(place, tally) for place, tally in asked if place.choices]
    for column in by_column(choosing):
        yield one_choice(*column[0], language) if len(column) == 1 else choices_by_row(column, language)


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


def share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "–"
