"""The counts of a few rows, added up here: two plain statements in place of one of many parts.

For a handful of rows PostgreSQL takes longer to plan the one statement than to answer it. What a row has
is asked of the same expressions; the result is that of ``tera.counting.count_facets`` to the last value.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Expression, QuerySet

from tera.counting import Condition, Counts, Facet, Level
from tera.criteria import TEXT, Criteria

# From so many rows on, the one statement is the quicker way.
FEW = 200


@dataclass(frozen=True)
class Line:
    """A row, or one of its nested rows: its values in each facet, and which of what is asked it fits."""

    number: int
    values: Mapping[str, Sequence[str]]
    fits: Mapping[str, bool]

    def fit(self, but: str = "") -> bool:
        return all(holds for key, holds in self.fits.items() if key != but)


def count_few(
    rows: QuerySet,
    facets: Sequence[Facet],
    criteria: Criteria,
    text: Expression,
    conditions: Sequence[Condition] = (),
) -> Counts:
    plain = Level([f for f in facets if not f.nested], criteria, [c for c in conditions if not c.nested])
    inner = Level([f for f in facets if f.nested], criteria, [c for c in conditions if c.nested])
    found = list(lines(plain, criteria, rows.annotate(fits_q=text), "fits_q"))
    nested: dict[int, list[Line]] = defaultdict(list)
    if inner.facets or inner.conditions:
        for line in lines(inner, criteria, rows):
            nested[line.number].append(line)

    def fits(line: Line, but: str = "") -> bool:
        return line.fit(but) and (not inner.keys or any(run.fit(but) for run in nested[line.number]))

    without = {key: sum(fits(line, key) for line in found) for key in (TEXT, *plain.keys, *inner.keys)}
    values: dict[str, dict[str, int]] = {facet.key: {} for facet in facets}
    for facet in plain.facets:
        but = "" if facet.is_every(criteria) else facet.key
        for line in found:
            add(values[facet.key], line.values[facet.key], counts=fits(line, but))
    for facet in inner.facets:
        for line in found:
            runs, outer = nested[line.number], line.fit()
            # Of a row each value counts once, in however many of its nested rows it is.
            shown = {value for run in runs if outer and run.fit(facet.key) for value in run.values[facet.key]}
            add(values[facet.key], {value for run in runs for value in run.values[facet.key]}, counts=False)
            add(values[facet.key], shown, counts=True)
    return Counts(sum(map(fits, found)), without, values)


def add(counted: dict[str, int], values, *, counts: bool) -> None:
    """Note the values of a row; those that do not count are listed all the same."""
    for value in values:
        counted[value] = counted.get(value, 0) + counts


def lines(level: Level, criteria: Criteria, rows: QuerySet, *more: str) -> Iterator[Line]:
    sql, parameters = level.sql(rows, *more)
    keys = [facet.key for facet in level.facets]
    asked = [*([TEXT] if more else []), *(condition.key for condition in level.conditions)]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        for row in cursor.fetchall():
            told = dict(zip(names, row, strict=True))
            values = {key: told[f"facet_{key}"] or [] for key in keys}
            fits = {facet.key: has_chosen(facet, criteria, values[facet.key]) for facet in level.chosen}
            fits |= {key: bool(told[f"fits_{key}"]) for key in asked}
            yield Line(told["line"], values, fits)


def has_chosen(facet: Facet, criteria: Criteria, values: Sequence[str]) -> bool:
    chosen = set(criteria.chosen[facet.key])
    return chosen <= set(values) if facet.is_every(criteria) else bool(chosen & set(values))
