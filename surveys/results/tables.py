"""Turn the answers of an edition into the tables of the catalogue, small cells hidden.

Every table counts all companies that submitted (one n for the whole edition), so that
no two tables with different bases can be subtracted from each other: a question that
was skipped is "not chosen" in a list and "no answer" in a single choice. Only where some
versions of the edition did not ask a question, its tables count the companies that were
asked; no variable has tables of two bases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from members.enums import SizeBand

from .catalogue import CATALOGUE, NO_ANSWER, SIZE_BANDS, TableSpec, Text
from .disclosure import (
    HIDDEN_SMALL,
    is_small,
    protect_item,
    protect_mean,
    protect_nested,
    protect_partition,
    protect_total,
)
from .edition import Edition, Row
from .profile_details import any_row_rows, detail_rows, vacancy_rows
from .sheets import chosen, number

# Rows that stay at the end of a sorted table.
LAST = ("other", "none", "no-answer")


@dataclass(frozen=True)
class Table:
    spec: TableSpec
    rows: Sequence[Row]
    answers: int
    population: int
    minimum: int
    is_of_all: bool = True
    """Whether all companies that answered were asked."""


def build_tables(edition: Edition) -> list[Table]:
    """Build every table whose question the edition asked, in the order of the catalogue."""
    return [
        build_table(spec, asked, edition.about(spec.variable))
        for spec in CATALOGUE
        if (asked := edition.questions.get(spec.variable)) and can_be_told(spec, asked, edition)
    ]


def can_be_told(spec: TableSpec, asked: Mapping[str, Any], edition: Edition) -> bool:
    """Say whether the column is asked, and of the same companies as that whose part it is."""
    if spec.kind in BY_COLUMN and all(column["code"] != spec.column for column in asked["columns"]):
        return False
    if not spec.within:
        return True
    return spec.within in edition.questions and not {spec.variable, spec.within} & edition.asked.keys()


def build_table(spec: TableSpec, asked: Mapping[str, Any], edition: Edition) -> Table:
    rows = BUILDERS[spec.kind](spec, asked, edition)
    if not spec.is_ordered:
        # By what the reader may know, never by the true value: order would tell of hidden rows.
        rows = sorted(rows, key=lambda row: (row.code in LAST, -row.cells["companies"].floor))
    is_of_all = spec.variable not in edition.asked
    return Table(spec, rows, edition.answers, edition.population, edition.minimum, is_of_all)


def single_rows(spec: TableSpec, asked: Mapping[str, Any], edition: Edition) -> list[Row]:
    picks = [next(iter(chosen(sheet, spec.variable)), "") for sheet in edition.sheets]
    if spec.groups:
        codes = {choice: group.code for group in spec.groups for choice in group.choices}
        labels = {group.code: group.label for group in spec.groups}
        picks = [codes.get(pick, "") for pick in picks]
    else:
        labels = {choice["code"]: choice["label"] for choice in asked["choices"]}
    return partition_rows(spec, picks, labels, edition.minimum)


def size_rows(spec: TableSpec, asked: Mapping[str, Any], edition: Edition) -> list[Row]:
    key = (spec.variable, "", "")
    picks = [SizeBand.of(int(number(sheet, *key))).value if key in sheet else "" for sheet in edition.sheets]
    return partition_rows(spec, picks, dict(SIZE_BANDS), edition.minimum)


def partition_rows(
    spec: TableSpec, picks: Sequence[str], labels: Mapping[str, Text], minimum: int
) -> list[Row]:
    counts = {code: picks.count(code) for code in labels}
    if missing := len(picks) - sum(counts.values()):
        counts["no-answer"] = missing
    merged = merge_small(counts, spec.merges, minimum)
    wider = {code: label for code, label in spec.merged_labels if code in merged}
    names = {**labels, "no-answer": NO_ANSWER, **wider}
    cells = protect_partition(list(counts.values()), minimum)
    return [Row(code, names[code], {"companies": cell}) for code, cell in zip(counts, cells, strict=True)]


def merge_small(counts: dict[str, int], merges: Sequence[tuple[str, str]], minimum: int) -> set[str]:
    """Fold rows into others in the declared order while one of the two is small; say which grew wider."""
    wider = set()
    for source, target in merges:
        if source not in counts or target not in counts:
            continue
        if is_small(counts[source], minimum) or is_small(counts[target], minimum):
            counts[target] += counts.pop(source)
            wider.add(target)
    return wider & counts.keys()


def multiple_rows(spec: TableSpec, asked: Mapping[str, Any], edition: Edition) -> list[Row]:
    picks = [chosen(sheet, spec.variable) for sheet in edition.sheets]
    return [
        Row(
            choice["code"],
            choice["label"],
            {
                "companies": protect_item(
                    sum(choice["code"] in pick for pick in picks), edition.answers, edition.minimum
                )
            },
        )
        for choice in asked["choices"]
    ]


def profile_rows(spec: TableSpec, asked: Mapping[str, Any], edition: Edition) -> list[Row]:
    """Count who plans to hire a profile, or for whom such hires are hard: the second are among the first."""
    n, minimum = edition.answers, edition.minimum
    rows = []
    for line in asked["rows"]:
        address = (spec.variable, line["code"])
        hires = [int(number(sheet, *address, "hires-12")) for sheet in edition.sheets]
        hard = [int(number(sheet, *address, "hard-to-fill")) for sheet in edition.sheets]
        hiring = sum(value > 0 for value in hires)
        if spec.column == "hard-to-fill":
            stuck = sum(h > 0 and p > 0 for h, p in zip(hires, hard, strict=True))
            cells = {"companies": protect_nested(stuck, hiring, n, minimum)}
        else:
            people = protect_total(hires, minimum, waived=edition.waived)
            cells = {"companies": protect_item(hiring, n, minimum), "people": people}
        rows.append(Row(line["code"], line["label"], cells))
    return rows


def skill_rows(spec: TableSpec, asked: Mapping[str, Any], edition: Edition) -> list[Row]:
    rows = []
    for line in asked["rows"]:
        address = (spec.variable, line["code"])
        asking = [sheet for sheet in edition.sheets if number(sheet, *address, "level") > 0]
        levels = [float(number(sheet, *address, "level")) for sheet in asking]
        urgent = sum("now" in chosen(sheet, *address, "urgency") for sheet in asking)
        if spec.column == "urgency":
            cells = {"companies": protect_nested(urgent, len(asking), edition.answers, edition.minimum)}
        else:
            cells = {
                "companies": protect_item(len(asking), edition.answers, edition.minimum),
                "level": protect_mean(levels, edition.minimum) if edition.is_showable else HIDDEN_SMALL,
            }
        rows.append(Row(line["code"], line["label"], cells))
    return rows


# The kinds whose question had other columns in earlier versions.
BY_COLUMN = ("vacancy", "detail", "any-row")
BUILDERS = {
    "single": single_rows,
    "size": size_rows,
    "multiple": multiple_rows,
    "profile": profile_rows,
    "skill": skill_rows,
    "vacancy": vacancy_rows,
    "detail": detail_rows,
    "any-row": any_row_rows,
}
