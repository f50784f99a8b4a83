"""The rows of tables on what is asked of each profile: vacancies, staff, and what is sought.

Counts by profile *and* by knowledge or entry level are left out: of some thirty companies nearly all
those cells would be of fewer than five. They are told by knowledge and by level, over all profiles.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from .catalogue import TableSpec
from .disclosure import Cell, protect_item, protect_nested, protect_total, protect_within
from .edition import Edition, Row
from .sheets import chosen, number

Figures = list[int]
HIRES = ("profiles", "hires-12")


def vacancy_rows(spec: TableSpec, asked: Mapping[str, Any], edition: Edition) -> list[Row]:
    """Count who has open vacancies; among them whose are hard to fill; among those, for lack of skills."""
    return [
        Row(line["code"], line["label"], vacancy_cells(spec, line["code"], edition)) for line in asked["rows"]
    ]


def vacancy_cells(spec: TableSpec, profile: str, edition: Edition) -> dict[str, Cell]:
    n, minimum = edition.answers, edition.minimum
    columns = ("open", "hard", "shortage")
    figures = {column: figures_of(edition, spec.variable, profile, column) for column in columns}
    opened = companies_with(figures["open"])
    stuck = companies_with(figures["open"], figures["hard"])
    if spec.column == "open":
        return {
            "companies": protect_item(opened, n, minimum),
            "vacancies": protect_total(figures["open"], minimum, waived=edition.waived),
        }
    hard = protect_nested(stuck, opened, n, minimum)
    if spec.column == "hard":
        return {"companies": hard}
    return {"companies": protect_within(companies_with(*figures.values()), hard, minimum)}


def detail_rows(spec: TableSpec, asked: Mapping[str, Any], edition: Edition) -> list[Row]:
    """Count who has people of a profile that are not proficient yet, or hires to replace some."""
    return [
        Row(line["code"], line["label"], detail_cells(spec, line["code"], edition)) for line in asked["rows"]
    ]


def detail_cells(spec: TableSpec, profile: str, edition: Edition) -> dict[str, Cell]:
    n, minimum = edition.answers, edition.minimum
    figures = figures_of(edition, spec.variable, profile, spec.column)
    if spec.within:
        variable, column = HIRES
        hires = figures_of(edition, variable, profile, column)
        inner, outer = companies_with(hires, figures), companies_with(hires)
        return {"companies": protect_nested(inner, outer, n, minimum)}
    return {
        "companies": protect_item(companies_with(figures), n, minimum),
        "people": protect_total(figures, minimum, waived=edition.waived),
    }


def any_row_rows(spec: TableSpec, asked: Mapping[str, Any], edition: Edition) -> list[Row]:
    """Count who chose something for at least one of the rows."""
    column = next(column for column in asked["columns"] if column["code"] == spec.column)
    profiles = [line["code"] for line in asked["rows"]]
    picks = [
        set().union(*(chosen(sheet, spec.variable, profile, spec.column) for profile in profiles))
        for sheet in edition.sheets
    ]
    return [
        Row(choice["code"], choice["label"], {"companies": cell})
        for choice, cell in zip(column["choices"], items(column["choices"], picks, edition), strict=True)
    ]


def items(choices: list[Mapping[str, Any]], picks: list[set[str]], edition: Edition) -> Iterator[Cell]:
    for choice in choices:
        count = sum(choice["code"] in pick for pick in picks)
        yield protect_item(count, edition.answers, edition.minimum)


def figures_of(edition: Edition, variable: str, row: str, column: str) -> Figures:
    return [int(number(sheet, variable, row, column)) for sheet in edition.sheets]


def companies_with(*figures: Figures) -> int:
    """Return how many companies have something of all of these."""
    return sum(all(values) for values in zip(*figures, strict=True))
