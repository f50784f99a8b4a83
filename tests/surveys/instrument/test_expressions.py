from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.instrument.cells import BLANK, Cell, Key
from surveys.instrument.expression_parser import ExpressionError, parse_expression
from surveys.instrument.expressions import Scene, anchor
from surveys.instrument.sheet import Sheet


def number(value):
    return Cell(Decimal(value))


CELLS = Sheet(
    {
        Key("people"): number(12),
        Key("nobody"): number(0),
        Key("share"): number("12.5"),
        Key("leavers"): Cell(status="not_known"),
        Key("notes"): BLANK,
        Key("reasons"): Cell(("pay", "place")),
        Key("barriers"): Cell(status="not_applicable"),
        Key("hired"): Cell("yes"),
        Key("since"): Cell("2026-12-31"),
        Key("until"): Cell(date(2027, 1, 2)),
        Key("roles", "dev", "now"): number(3),
        Key("roles", "dev", "hard"): number(1),
        Key("roles", "ops", "now"): number(4),
        Key("roles", "ops", "hard"): BLANK,
        Key("empty"): Cell(status="not_applicable"),
    }
)
BEFORE = Sheet({Key("people"): number(41), Key("roles", "dev", "now"): number(9)})
PEOPLE, UNASKED, NOBODY = {"variable": "people"}, {"variable": "unasked"}, {"variable": "nobody"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (7, "7"),
        (0.1, "0.1"),
        (PEOPLE, "12"),
        ({"variable": "share"}, "12.5"),
        (UNASKED, None),
        ({"variable": "leavers"}, None),
        ({"variable": "hired"}, None),
        ({"variable": "roles", "row": "dev", "col": "now"}, "3"),
        ({"sum": {"variable": "roles", "col": "now"}}, "7"),
        ({"sum": {"variable": "roles", "row": "dev"}}, "4"),
        ({"sum": {"variable": "roles", "row": "ops"}}, "4"),
        ({"sum": {"variable": "roles"}}, "8"),
        ({"sum": {"variable": "roles", "rows": ["dev"], "cols": ["now", "hard"]}}, "4"),
        ({"sum": {"variable": "unasked", "col": "now"}}, None),
        ({"sum": [PEOPLE, UNASKED, 1]}, "13"),
        ({"sum": [UNASKED, {"variable": "leavers"}]}, None),
        ({"count": {"variable": "reasons"}}, "2"),
        ({"count": {"variable": "reasons", "among": ["pay", "none"]}}, "1"),
        ({"count": {"variable": "barriers"}}, "0"),
        ({"count": {"variable": "leavers"}}, None),
        ({"count": {"variable": "hired"}}, "1"),
        ({"count": {"variable": "roles"}}, "2"),
        ({"count": {"variable": "roles", "col": "hard"}}, "1"),
        ({"count": {"variable": "empty"}}, "0"),
        ({"count": {"variable": "unasked"}}, None),
        ({"add": [PEOPLE, 1, 2]}, "15"),
        ({"add": [PEOPLE, UNASKED]}, None),
        ({"subtract": [PEOPLE, 2, 3]}, "7"),
        ({"multiply": [PEOPLE, 0.5]}, "6.0"),
        ({"divide": [PEOPLE, 8]}, "1.5"),
        ({"divide": [PEOPLE, NOBODY]}, None),
        ({"divide": [NOBODY, PEOPLE]}, "0"),
        ({"previous": PEOPLE}, "41"),
        ({"previous": {"sum": {"variable": "roles", "col": "now"}}}, "9"),
        ({"previous": {"variable": "share"}}, None),
        ({"previous": {"previous": PEOPLE}}, None),
        ({"subtract": [PEOPLE, {"previous": PEOPLE}]}, "-29"),
        ({"subtract": [{"date_of": {"variable": "until"}}, {"date_of": {"variable": "since"}}]}, "2"),
        ({"subtract": [{"date": "2027-01-01"}, {"date_of": {"variable": "since"}}]}, "1"),
        ({"date_of": {"variable": "hired"}}, None),
        ({"date_of": {"variable": "unasked"}}, None),
    ],
    ids=str,
)
def test_expression_gives_its_figure(source, expected):
    figure = parse_expression(source).figure(Scene(CELLS, BEFORE))

    assert figure == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"col": "now"}, 4),
        ({"variable": "roles", "col": "now"}, 4),
        ({"variable": "roles", "row": "dev", "col": "now"}, 3),
        ({"sum": {"cols": ["now", "hard"]}}, 4),
        ({"sum": {"variable": "roles", "col": "now"}}, 7),
        ({"variable": "people"}, 12),
    ],
    ids=str,
)
def test_expression_of_a_row_reads_the_row(source, expected):
    assert parse_expression(source, grid="roles").figure(Scene(CELLS, BEFORE, "ops")) == expected


@pytest.mark.parametrize(
    "source",
    [
        None,
        True,
        "people",
        "1 + 1",
        [],
        {},
        {"col": "now"},
        {"row": "dev", "col": "now"},
        {"variable": 7},
        {"variable": "people", "extra": 1},
        {"sum": {}},
        {"sum": []},
        {"sum": "roles"},
        {"sum": {"col": "now"}},
        {"sum": {"variable": "roles", "cols": []}},
        {"sum": {"variable": "roles", "col": "now", "cols": ["now"]}},
        {"sum": {"variable": "roles", "among": ["now"]}},
        {"count": {"variable": "reasons", "among": [1]}},
        {"add": [1]},
        {"add": [1, 2], "subtract": [1, 2]},
        {"power": [2, 3]},
        {"date": "yesterday"},
        {"date_of": {"sum": {"variable": "roles"}}},
        float("nan"),
        float("inf"),
        10**4000,
        {"previous": None},
    ],
    ids=lambda source: str(source)[:40],
)
def test_parse_expression_refuses_what_is_not_of_the_language(source):
    with pytest.raises(ExpressionError):
        parse_expression(source)


def test_parse_expression_refuses_endless_nesting():
    source = 1
    for _ in range(500):
        source = {"previous": source}

    with pytest.raises(ExpressionError):
        parse_expression(source)


@pytest.mark.parametrize(
    ("source", "key"),
    [
        (PEOPLE, Key("people")),
        ({"col": "now"}, Key("roles", "dev", "now")),
        ({"sum": {"variable": "roles", "col": "now"}}, Key("roles")),
        ({"sum": {"cols": ["now"]}}, Key("roles", "dev")),
        ({"subtract": [100, PEOPLE]}, Key("people")),
        (5, None),
        ({"previous": PEOPLE}, None),
    ],
    ids=str,
)
def test_anchor_is_where_the_figure_is_changed(source, key):
    assert anchor(parse_expression(source, grid="roles"), "dev") == key


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["people", "roles", "dev", "now", "variable", "2026-01-01"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "variable",
                    "row",
                    "col",
                    "cols",
                    "sum",
                    "count",
                    "add",
                    "divide",
                    "previous",
                    "date_of",
                    "date",
                ]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_any_json_is_an_expression_or_is_refused(source):
    try:
        expression = parse_expression(source, grid="roles")
    except ExpressionError:
        return

    figure = expression.figure(Scene(CELLS, BEFORE, "dev"))
    assert figure is None or isinstance(figure, Decimal)


figures = st.decimals(0, 10**12, places=4)


@given(st.lists(figures, min_size=1, max_size=6))
def test_sum_and_add_agree_where_all_is_answered(values):
    cells = Sheet({Key("grid", str(place), "n"): Cell(value) for place, value in enumerate(values)})
    each = [{"variable": "grid", "row": str(place), "col": "n"} for place in range(len(values))]
    whole = parse_expression({"sum": {"variable": "grid", "col": "n"}}).figure(Scene(cells))

    assert whole == sum(values)
    assert parse_expression({"sum": each}).figure(Scene(cells)) == whole
    assert parse_expression({"add": [*each, 0]}).figure(Scene(cells)) == whole


@given(figures, figures)
def test_divide_undoes_multiply(one, other):
    cells = Sheet({Key("a"): Cell(one), Key("b"): Cell(other)})
    a, b = {"variable": "a"}, {"variable": "b"}
    there_and_back = parse_expression({"divide": [{"multiply": [a, b]}, b]}).figure(Scene(cells))

    assert there_and_back is None if other == 0 else abs(there_and_back - one) < Decimal("0.0001")
