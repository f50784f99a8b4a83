from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.instrument.cells import BLANK, Cell, Key
from surveys.instrument.conditions import ConditionError, parse_condition

CELLS = {
    Key("hired"): Cell("yes"),
    Key("reasons"): Cell(("pay", "place")),
    Key("people"): Cell(Decimal(12)),
    Key("leavers"): Cell(status="not_known"),
    Key("notes"): BLANK,
    Key("roles", "dev", "now"): Cell(Decimal("3.0000")),
}
ROLE = {"variable": "roles", "row": "dev", "col": "now"}
YES, NO = {"variable": "hired", "is": "yes"}, {"variable": "hired", "is": "no"}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (YES, True),
        (NO, False),
        ({"variable": "unasked", "is": "yes"}, False),
        ({"variable": "hired", "in": ["no", "yes"]}, True),
        ({"variable": "hired", "in": ["no"]}, False),
        ({"variable": "reasons", "is": "place"}, True),
        ({"variable": "reasons", "in": ["none", "weather"]}, False),
        ({"variable": "people", "is": 12}, True),
        ({"variable": "people", "is": "12"}, True),
        ({"variable": "roles", "row": "dev", "col": "now", "is": 3}, True),
        ({"variable": "roles", "row": "ops", "col": "now", "is": 3}, False),
        ({"variable": "people", "answered": True}, True),
        ({"variable": "leavers", "answered": True}, True),
        ({"variable": "notes", "answered": True}, False),
        ({"variable": "unasked", "answered": False}, True),
        ({"all": [YES, {"variable": "people", "answered": True}]}, True),
        ({"all": [YES, NO]}, False),
        ({"any": [NO, YES]}, True),
        ({"any": [NO, NO]}, False),
        ({"not": NO}, True),
        ({"not": {"any": [YES, NO]}}, False),
        ({"variable": "people", "at_least": 12}, True),
        ({"variable": "people", "at_least": 12.5}, False),
        ({"variable": "people", "more_than": 12}, False),
        ({"variable": "people", "less_than": 13}, True),
        ({"variable": "people", "at_most": 12}, True),
        ({"variable": "people", "equals": 12}, True),
        ({"variable": "people", "equals": {"multiply": [4, ROLE]}}, True),
        ({"variable": "leavers", "at_least": 0}, False),
        ({"variable": "unasked", "less_than": 5}, False),
        ({"not": {"variable": "unasked", "less_than": 5}}, True),
        ({"left": {"sum": {"variable": "roles", "col": "now"}}, "at_least": 3}, True),
        ({"left": 3, "equals": ROLE}, True),
        ({"left": {"divide": [1, 0]}, "at_most": 5}, False),
        ({"variable": "reasons", "count_at_least": 2}, True),
        ({"variable": "reasons", "count_at_least": 3}, False),
        ({"variable": "roles", "count_at_least": 1}, True),
        ({"variable": "unasked", "count_at_least": 0}, False),
        ({"variable": "people", "less_than": {"previous": {"variable": "people"}}}, True),
        ({"variable": "people", "less_than": {"previous": {"variable": "leavers"}}}, False),
    ],
)
def test_condition_holds(condition, expected):
    assert parse_condition(condition).holds(CELLS, {Key("people"): Cell(Decimal(41))}) is expected


def test_no_condition_is_none():
    assert parse_condition(None) is None


@pytest.mark.parametrize(
    "condition",
    [
        {},
        [],
        "hired == 'yes'",
        {"variable": "hired"},
        {"variable": "hired", "is": "yes", "in": ["no"]},
        {"variable": "hired", "above": 3},
        {"variable": "hired", "is": "yes", "then": "x"},
        {"variable": "hired", "in": "yes"},
        {"variable": "hired", "in": []},
        {"variable": "hired", "answered": "yes"},
        {"all": []},
        {"any": YES},
        {"not": None},
        {"all": [YES], "any": [NO]},
        {"__import__": "os"},
        {"variable": "people", "at_least": "ten"},
        {"variable": "people", "at_least": 1, "at_most": 2},
        {"variable": "people", "at_least": 1, "is": 2},
        {"variable": 7, "is": "yes"},
        {"left": 1},
        {"left": {"sum": {}}, "at_most": 2},
        {"variable": "reasons", "count_at_least": None},
    ],
)
def test_parse_condition_refuses_what_is_not_in_the_language(condition):
    with pytest.raises(ConditionError):
        parse_condition(condition)


tests = st.builds(
    lambda variable, value: {"variable": variable, "is": value},
    st.sampled_from(["hired", "reasons", "unasked"]),
    st.sampled_from(["yes", "no", "pay"]),
)
conditions = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.builds(lambda members: {"all": members}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda members: {"any": members}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda member: {"not": member}, inner),
    ),
    max_leaves=8,
)


@given(st.lists(conditions, min_size=1, max_size=4))
def test_groups_follow_boolean_algebra(members):
    values = [parse_condition(member).holds(CELLS) for member in members]

    assert parse_condition({"all": members}).holds(CELLS) is all(values)
    assert parse_condition({"any": members}).holds(CELLS) is any(values)
    assert parse_condition({"not": {"all": members}}).holds(CELLS) is parse_condition(
        {"any": [{"not": member} for member in members]}
    ).holds(CELLS)
