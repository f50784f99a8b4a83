"""Lists with filters that say how many rows each of their values would show, counted in one pass.

Values of one facet add up (OR), facets narrow each other (AND), and a facet's counts leave its
own choice out of account, so that they say what a press on another value would bring.
"""
# ruff: noqa: S608 - facet keys are constants of the apps and every value is a parameter

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.postgres.fields import ArrayField
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Expression, F, Func, QuerySet, TextField
from django.http import QueryDict
from django.utils.functional import Promise

from tera.criteria import PAGE, TEXT, Criteria, Reading, read_criteria

TEXTS = ArrayField(TextField())


def one(field: str) -> Expression:
    """Return a column's value as an array of one, or of none when it is empty."""
    return Func(F(field), template="array_remove(ARRAY[%(expressions)s]::text[], '')", output_field=TEXTS)


@dataclass(frozen=True)
class Facet:
    """One group of filters: its key in the address, its heading, a row's values, their labels."""

    key: str
    title: str | Promise
    values: Expression
    labels: Callable[[], Mapping[str, str]]


@dataclass(frozen=True)
class Counts:
    """How many rows fit; how many would without one filter; how many fit each value of a facet."""

    total: int
    without: Mapping[str, int]
    values: Mapping[str, Mapping[str, int]]


def with_facets(rows: QuerySet, facets: Sequence[Facet]) -> QuerySet:
    return rows.annotate(**{f"facet_{facet.key}": facet.values for facet in facets})


def count_facets(rows: QuerySet, facets: Sequence[Facet], criteria: Criteria, text: Expression) -> Counts:
    """Count the fitting ``rows`` for every value of every facet, in one statement.

    ``text`` is the condition that a row has the text asked for. It is one more filter here, so that
    values it rules out are still listed, with zero.
    """
    keys = [facet.key for facet in facets]
    columns = [f"facet_{key}" for key in keys]
    base = with_facets(rows, facets).annotate(fits_q=text).order_by().values_list("pk", "fits_q", *columns)
    base_sql, parameters = base.query.sql_with_params()
    fits = {TEXT: "fits_q"} | {key: f"fits_{key}" for key in criteria.chosen}
    flags = "".join(f", facet_{key} && %s::text[] AS fits_{key}" for key in criteria.chosen)

    def count(but: str = "") -> str:
        conditions = [name for key, name in fits.items() if key != but]
        return f"count(*) FILTER (WHERE {' AND '.join(conditions) or 'true'})"

    selects = [f"SELECT '', '', {count()} FROM flagged"]
    selects += [f"SELECT 'without', '{key}', {count(key)} FROM flagged" for key in fits]
    selects += [
        f"SELECT '{key}', value, {count(key)} FROM flagged, unnest(facet_{key}) value GROUP BY value"
        for key in keys
    ]
    sql = (
        f"WITH base AS MATERIALIZED ({base_sql}), flagged AS MATERIALIZED (SELECT *{flags} FROM base) "
        + " UNION ALL ".join(selects)
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, *(list(values) for values in criteria.chosen.values())])
        return read_counts(cursor.fetchall(), keys)


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


@dataclass(frozen=True)
class Option:
    """One value of a facet as the form shows it."""

    value: str
    label: str
    count: int
    chosen: bool

    @property
    def disabled(self) -> bool:
        return self.count == 0 and not self.chosen


@dataclass(frozen=True)
class FacetGroup:
    key: str
    title: str
    options: list[Option]

    @property
    def chosen(self) -> int:
        return sum(option.chosen for option in self.options)


@dataclass(frozen=True)
class Chip:
    """A filter in force, the address without it, and how many rows that address shows."""

    label: str
    remove_url: str
    count: int | None = None


class CountedPaginator(Paginator):
    """A paginator that is told the total instead of counting again."""

    def __init__(self, *args, total: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = total


class FacetedSearch:
    """A search by address: a page of rows, the total, facets, chips, and ways out of an empty page.

    Subclasses count and list. The number of queries is the same whatever is asked for.
    """

    def __init__(self, data: QueryDict, facets: Sequence[Facet], sorts: Sequence[str] = ()):
        self.all_facets = facets
        self.labels = {facet.key: facet.labels() for facet in facets}
        self.reading: Reading = read_criteria(data, self.labels, sorts)
        self.asked_page = data.get(PAGE, "1")

    counts: Counts

    @cached_property
    def page(self) -> Page:
        raise NotImplementedError

    @property
    def criteria(self) -> Criteria:
        return self.reading.criteria

    @property
    def total(self) -> int:
        return self.counts.total

    def chosen_only(self, rows: QuerySet) -> QuerySet:
        """Keep the rows that have a chosen value of every facet with a choice."""
        chosen = {f"facet_{key}__overlap": list(values) for key, values in self.criteria.chosen.items()}
        return with_facets(rows, self.all_facets).filter(**chosen) if chosen else rows

    def page_of(self, rows: QuerySet, size: int) -> Page:
        """Return the page asked for; past the end it is the last one, and nonsense is the first."""
        return CountedPaginator(rows, size, total=self.total).get_page(self.asked_page)

    @property
    def address(self) -> str:
        """Return the query string of this page: the criteria, and the page unless it is the first."""
        query = self.criteria.query()
        if self.page.number == 1:
            return "" if query == "?" else query
        return f"{query}{'' if query == '?' else '&'}{PAGE}={self.page.number}"

    @cached_property
    def facets(self) -> list[FacetGroup]:
        groups = [self.group(facet) for facet in self.all_facets]
        return [group for group in groups if group.options]

    def group(self, facet: Facet) -> FacetGroup:
        """List every value that some row has, or that is chosen, in the order of its labels."""
        counted = self.counts.values[facet.key]
        chosen = self.criteria.chosen.get(facet.key, ())
        options = [
            Option(value, str(label), counted.get(value, 0), value in chosen)
            for value, label in self.labels[facet.key].items()
            if value in counted or value in chosen
        ]
        return FacetGroup(facet.key, str(facet.title), options)

    @cached_property
    def chips(self) -> list[Chip]:
        chips = []
        if self.criteria.text:
            chips.append(Chip(f"«{self.criteria.text}»", self.criteria.without(TEXT).query()))
        for facet in self.all_facets:
            chips += [
                Chip(str(self.labels[facet.key][value]), self.criteria.without(facet.key, value).query())
                for value in self.criteria.chosen.get(facet.key, ())
            ]
        return chips

    @cached_property
    def ways_out(self) -> list[Chip]:
        """Return the single filters whose removal would show something, the most fruitful first."""
        names = {TEXT: ""} | {facet.key: str(facet.title) for facet in self.all_facets}
        ways = [
            Chip(self.label_of(key, names[key]), self.criteria.without(key).query(), count)
            for key, count in self.counts.without.items()
            if count and (key != TEXT or self.criteria.text)
        ]
        return sorted(ways, key=lambda way: (-(way.count or 0), way.label))

    def label_of(self, key: str, title: str) -> str:
        if key == TEXT:
            return f"«{self.criteria.text}»"
        values = ", ".join(str(self.labels[key][value]) for value in self.criteria.chosen[key])
        return f"{title}: {values}"
