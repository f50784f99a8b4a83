"""Rows and their facets in SQL: which rows fit, and how many would fit each value, in one statement.

A facet or condition may be *nested*: it looks at the rows of another table (the editions of an
offer), and what is asked of nested ones must hold for one and the same of these. Counts are always
of the rows themselves.
"""
# ruff: noqa: S608 - facet keys are constants of the apps and every value is a parameter

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Expression, F, Func, QuerySet, TextField
from django.utils.functional import Promise

from tera.criteria import TEXT, Criteria

TEXTS = ArrayField(TextField())


def one(field: str | Expression) -> Expression:
    """Return a column's value as an array of one, or of none when it is empty."""
    value = F(field) if isinstance(field, str) else field
    return Func(
        value,
        template="array_remove(array_remove(ARRAY[%(expressions)s]::text[], ''), NULL)",
        output_field=TEXTS,
    )


@dataclass(frozen=True)
class Facet:
    """One group of filters: its key in the address, its heading, a row's values, their labels.

    ``every`` is the option with which all chosen values must be there instead of one of them.
    """

    key: str
    title: str | Promise
    values: Expression
    labels: Callable[[], Mapping[str, str]]
    nested: bool = False
    every: str = ""

    def is_every(self, criteria: Criteria) -> bool:
        return bool(self.every and self.every in criteria.options)


@dataclass(frozen=True)
class Condition:
    """A filter without values to list; ``label`` names it where ``without`` it there is more to see."""

    key: str
    holds: Expression
    nested: bool = False
    label: str | Promise = ""
    without: Criteria = field(default_factory=Criteria)


@dataclass(frozen=True)
class Counts:
    """How many rows fit; how many would without one filter; how many fit each value of a facet."""

    total: int
    without: Mapping[str, int]
    values: Mapping[str, Mapping[str, int]]

    def __add__(self, other: Self) -> Self:
        """Return the counts of two sets of rows that share none."""
        return Counts(
            self.total + other.total,
            added(self.without, other.without),
            {key: added(self.values[key], other.values[key]) for key in self.values},
        )


def added(some: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return {key: some.get(key, 0) + more.get(key, 0) for key in {**some, **more}}


def with_facets(rows: QuerySet, facets: Sequence[Facet]) -> QuerySet:
    return rows.annotate(**{f"facet_{facet.key}": facet.values for facet in facets})


def fitting(
    rows: QuerySet, facets: Sequence[Facet], criteria: Criteria, conditions: Sequence[Condition] = ()
) -> QuerySet:
    """Keep the rows with the chosen values of every facet, and under every condition."""
    plain, nested = asked(rows, facets, criteria, conditions, nested=False), None
    if any(c.nested for c in conditions) or any(f.nested and f.key in criteria.chosen for f in facets):
        nested = asked(rows, facets, criteria, conditions, nested=True)
    return plain.filter(pk__in=nested.order_by().values("pk")) if nested is not None else plain


def asked(rows, facets, criteria, conditions, *, nested: bool) -> QuerySet:
    chosen = [facet for facet in facets if facet.nested == nested and facet.key in criteria.chosen]
    rows = with_facets(rows, chosen)
    for facet in chosen:
        lookup = "contains" if facet.is_every(criteria) else "overlap"
        rows = rows.filter(**{f"facet_{facet.key}__{lookup}": list(criteria.chosen[facet.key])})
    for condition in conditions:
        if condition.nested == nested:
            rows = rows.annotate(**{f"holds_{condition.key}": condition.holds}).filter(
                **{f"holds_{condition.key}": True}
            )
    return rows


class Level:
    """The facets and conditions of one table: its columns, and what of them is asked for."""

    def __init__(self, facets: Sequence[Facet], criteria: Criteria, conditions: Sequence[Condition]):
        self.facets, self.conditions = facets, conditions
        self.columns = [f"facet_{f.key}" for f in facets] + [f"fits_{c.key}" for c in conditions]
        self.chosen = [facet for facet in facets if facet.key in criteria.chosen]
        self.keys = [f.key for f in self.chosen] + [c.key for c in conditions]
        self.parameters = [list(criteria.chosen[facet.key]) for facet in self.chosen]
        signs = {facet.key: "@>" if facet.is_every(criteria) else "&&" for facet in self.chosen}
        self.flags = "".join(f", facet_{key} {sign} %s::text[] AS fits_{key}" for key, sign in signs.items())

    def sql(self, rows: QuerySet, *more: str) -> tuple[str, tuple]:
        rows = with_facets(rows, self.facets).annotate(**{f"fits_{c.key}": c.holds for c in self.conditions})
        rows = rows.annotate(line=F("pk")).order_by().values_list("line", *more, *self.columns)
        return rows.query.sql_with_params()

    def fit(self, but: str = "") -> list[str]:
        return [f"coalesce(fits_{key}, false)" for key in self.keys if key != but]


def count_facets(
    rows: QuerySet,
    facets: Sequence[Facet],
    criteria: Criteria,
    text: Expression,
    conditions: Sequence[Condition] = (),
) -> Counts:
    """Count the fitting ``rows`` for every value of every facet, in one statement.

    ``text`` is the condition that a row has the text asked for. It is one more filter here, so that
    values it rules out are still listed, with zero.
    """
    plain = Level([f for f in facets if not f.nested], criteria, [c for c in conditions if not c.nested])
    inner = Level([f for f in facets if f.nested], criteria, [c for c in conditions if c.nested])
    base_sql, base_parameters = plain.sql(rows.annotate(fits_q=text), "fits_q")
    tables = [f"base AS MATERIALIZED ({base_sql})"]
    parameters = [*base_parameters]
    source, flags = "base", plain.flags
    if inner.facets or inner.conditions:
        run_sql, run_parameters = inner.sql(rows)
        tables += [
            f"runs AS MATERIALIZED ({run_sql})",
            f"flagged_runs AS MATERIALIZED (SELECT *{inner.flags} FROM runs)",
            f"nested AS MATERIALIZED (SELECT line{per_row(inner)} FROM flagged_runs GROUP BY line)",
        ]
        parameters += [*run_parameters, *inner.parameters]
        source = "base JOIN nested USING (line)"
    tables.append(f"flagged AS MATERIALIZED (SELECT *{flags} FROM {source})")
    parameters += plain.parameters

    def fits(but: str = "") -> str:
        nested = f"nested_but_{but}" if but in inner.keys else "nested_all"
        parts = [*([] if but == TEXT else ["fits_q"]), *plain.fit(but), *([nested] if inner.keys else [])]
        return " AND ".join(parts) or "true"

    selects = [f"SELECT '', '', count(*) FILTER (WHERE {fits()}) FROM flagged"]
    selects += [
        f"SELECT 'without', '{key}', count(*) FILTER (WHERE {fits(key)}) FROM flagged"
        for key in (TEXT, *plain.keys, *inner.keys)
    ]
    for facet in plain.facets:
        where = fits("" if facet.is_every(criteria) else facet.key)
        selects.append(
            f"SELECT '{facet.key}', value, count(*) FILTER (WHERE {where}) "
            f"FROM flagged, unnest(facet_{facet.key}) value GROUP BY value"
        )
    outer = " AND ".join(["fits_q", *plain.fit()])
    for facet in inner.facets:
        where = " AND ".join(["outer_fits", *(inner.fit(facet.key))])
        selects.append(
            f"SELECT '{facet.key}', value, count(DISTINCT line) FILTER (WHERE {where}) "
            f"FROM flagged_runs JOIN (SELECT line, {outer} AS outer_fits FROM flagged) o USING (line), "
            f"unnest(facet_{facet.key}) value GROUP BY value"
        )
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(tables)} {' UNION ALL '.join(selects)}", parameters)
        return read_counts(cursor.fetchall(), [facet.key for facet in facets])


def per_row(inner: Level) -> str:
    """Say of each row whether one of its nested rows has all that is asked, or all but one thing."""
    wanted = {"nested_all": inner.fit()} | {f"nested_but_{key}": inner.fit(key) for key in inner.keys}
    return "".join(f", bool_or({' AND '.join(fit) or 'true'}) AS {name}" for name, fit in wanted.items())


def read_counts(rows: list[tuple[str, str, int]], keys: Sequence[str]) -> Counts:
    total, without, values = 0, {}, {key: {} for key in keys}
    for group, value, number in rows:
        if group == "":
            total = number
        elif group == "without":
            without[value] = number
        else:
            values[group][value] = number
    return Counts(total, without, values)
