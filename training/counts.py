"""How many offers each value of each filter would show, counted in one pass.

Values of one facet add up (OR), facets narrow each other (AND), and a facet's counts leave its
own choice out of account, so that they say what a press on another value would bring.
"""
# ruff: noqa: S608 - facet keys are constants of this app and every value is a parameter

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, Expression, F, Func, QuerySet, Value

from training.criteria import TEXT, Criteria
from training.facets import FACETS, with_facets
from training.models import Offer


@dataclass(frozen=True)
class Counts:
    """How many offers fit; how many would without one filter; how many fit each value of a facet."""

    total: int
    without: Mapping[str, int]
    values: Mapping[str, Mapping[str, int]]


def matching_text(text: str, language: str) -> Expression:
    """Return the condition that an offer holds the words of ``text``; a text without words holds always."""
    query = Func(Value(text), function=f"offer_tsquery_{language}")
    matches = Func(F(f"search_{language}"), query, template="%(expressions)s", arg_joiner=" @@ ")
    return Func(
        query,
        matches,
        template="(numnode(%(expressions)s)",
        arg_joiner=") = 0 OR ",
        output_field=BooleanField(),
    )


def count_facets(offers: QuerySet[Offer], criteria: Criteria, language: str) -> Counts:
    """Count the fitting ``offers`` for every value of every facet, in one statement.

    The text is one more filter here, so that values it rules out are still listed, with zero.
    """
    text = matching_text(criteria.text, language) if criteria.text else Value(True)
    columns = [f"facet_{facet.key}" for facet in FACETS]
    base = with_facets(offers).annotate(fits_q=text).order_by().values_list("pk", "fits_q", *columns)
    base_sql, parameters = base.query.sql_with_params()
    fits = {TEXT: "fits_q"} | {key: f"fits_{key}" for key in criteria.chosen}
    flags = "".join(f", facet_{key} && %s::text[] AS fits_{key}" for key in criteria.chosen)

    def count(but: str = "") -> str:
        conditions = [name for key, name in fits.items() if key != but]
        return f"count(*) FILTER (WHERE {' AND '.join(conditions) or 'true'})"

    selects = [f"SELECT '', '', {count()} FROM flagged"]
    selects += [f"SELECT 'without', '{key}', {count(key)} FROM flagged" for key in fits]
    selects += [
        f"SELECT '{facet.key}', value, {count(facet.key)} "
        f"FROM flagged, unnest(facet_{facet.key}) value GROUP BY value"
        for facet in FACETS
    ]
    sql = (
        f"WITH base AS MATERIALIZED ({base_sql}), flagged AS MATERIALIZED (SELECT *{flags} FROM base) "
        + " UNION ALL ".join(selects)
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, *(list(values) for values in criteria.chosen.values())])
        return read_counts(cursor.fetchall())


def read_counts(rows: list[tuple[str, str, int]]) -> Counts:
    total, without, values = 0, {}, {facet.key: {} for facet in FACETS}
    for group, value, number in rows:
        if group == "":
            total = number
        elif group == "without":
            without[value] = number
        else:
            values[group][value] = number
    return Counts(total, without, values)
