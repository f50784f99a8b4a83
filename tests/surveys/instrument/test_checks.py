from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from surveys.instrument.cells import Cell, Key
from surveys.instrument.checks import failures
from surveys.instrument.parser import parse_definition
from surveys.instrument.rules import RuleError, parse_rule
from tests.factories.surveys import TINY, words

DEFINITION = parse_definition(TINY)


def cells(people=None, **roles):
    figures = {Key("roles", *name.split("_")): number for name, number in roles.items()}
    if people is not None:
        figures[Key("people")] = people
    return {key: Cell(Decimal(number)) for key, number in figures.items()}


@pytest.mark.parametrize(
    ("given_cells", "expected"),
    [
        (cells(), []),
        (cells(dev_hard=2), []),
        (cells(dev_now=2, dev_hard=2), []),
        (cells(dev_now=1, dev_hard=2), [("hard-within-now", "dev")]),
        (
            cells(dev_now=1, dev_hard=2, ops_now=0, ops_hard=1),
            [("hard-within-now", "dev"), ("hard-within-now", "ops")],
        ),
        (cells(people=3, dev_now=2, ops_now=1), []),
        (cells(people=2, dev_now=2, ops_now=1), [("roles-within-people", "")]),
        (cells(people=0, dev_now=0), []),
        ({**cells(dev_now=5), Key("people"): Cell(status="not_known")}, []),
    ],
)
def test_failures_names_each_check_that_the_answers_contradict(given_cells, expected):
    assert [(f.check.code, f.row) for f in failures(DEFINITION, given_cells)] == expected


def test_failure_points_at_the_cell_to_change():
    hard, soft = failures(DEFINITION, cells(people=1, dev_now=2, dev_hard=3))

    assert (hard.key, hard.left, hard.limit) == (Key("roles", "dev", "hard"), 3, 2)
    assert (soft.key, soft.left, soft.limit) == (Key("roles"), 2, 1)


figure = st.integers(0, 9)


@given(figure, figure, figure)
def test_sum_check_agrees_with_addition(people, dev, ops):
    found = failures(DEFINITION, cells(people=people, dev_now=dev, ops_now=ops))

    assert bool(found) is (dev + ops > people)


def check(rule, severity="hard"):
    return {"code": "c", "section": "staff", "severity": severity, "message": words("No."), "rule": rule}


def found(rule, now, previous=None):
    definition = parse_definition({**TINY, "checks": [check(rule)]})
    return failures(definition, now, previous or {})


PEOPLE = {"variable": "people"}
NOW, HARD = ({"sum": {"variable": "roles", "col": column}} for column in ("now", "hard"))


@pytest.mark.parametrize(
    ("rule", "answers", "expected"),
    [
        ({"left": PEOPLE, "at_least": NOW}, cells(people=5, dev_now=6), [("", 5, 6)]),
        ({"left": PEOPLE, "at_least": NOW}, cells(people=6, dev_now=6), []),
        ({"left": PEOPLE, "equals": NOW}, cells(people=5, dev_now=2, ops_now=2), [("", 5, 4)]),
        ({"left": PEOPLE, "equals": NOW}, cells(people=5, dev_now=2, ops_now=3), []),
        ({"left": PEOPLE, "equals": NOW, "tolerance": 1}, cells(people=5, dev_now=6), []),
        ({"left": PEOPLE, "equals": NOW, "tolerance": 1}, cells(people=5, dev_now=7), [("", 5, 7)]),
        ({"left": NOW, "more_than": HARD}, cells(dev_now=2, ops_hard=2), [("", 2, 2)]),
        ({"left": NOW, "at_most": {"multiply": [PEOPLE, 2]}}, cells(people=1, dev_now=3), [("", 3, 2)]),
        ({"left": {"divide": [NOW, PEOPLE]}, "at_most": 1}, cells(people=0, dev_now=3), []),
        (
            {"each_row": "roles", "left": {"sum": {"cols": ["now", "hard"]}}, "at_most": 4},
            cells(dev_now=3, dev_hard=2, ops_now=4),
            [("dev", 5, 4)],
        ),
        (
            {"each_row": "roles", "left": {"variable": "roles", "col": "now"}, "at_most": PEOPLE},
            cells(people=1, dev_now=3, ops_now=1),
            [("dev", 3, 1)],
        ),
    ],
    ids=str,
)
def test_rule_fails_with_its_figures(rule, answers, expected):
    assert [(f.row, f.left, f.limit) for f in found(rule, answers)] == expected


DEVIATION = {"deviation": {"variable": "people", "previous": True, "ratio": 3, "difference": 5}}


@pytest.mark.parametrize(
    ("now", "before", "fails"),
    [
        (4, 41, True),
        (41, 4, True),
        (41, 40, False),
        (1, 4, False),  # four times as many, and yet only three people
        (14, 41, False),  # far, and yet not a third
        (0, 6, True),
        (6, 0, True),
        (5, 0, False),
        (None, 41, False),
        (41, None, False),
    ],
)
def test_deviation_asks_about_what_is_far_from_the_last_edition(now, before, fails):
    result = found(DEVIATION, cells(people=now), cells(people=before))

    assert [(f.key, f.left, f.limit, f.previous, f.difference) for f in result] == (
        [(Key("people"), now, before, before, abs(now - before))] if fails else []
    )


def test_deviation_in_each_row():
    rule = {"each_row": "roles", "deviation": {"col": "now", "difference": 2}}

    result = found(rule, cells(dev_now=9, ops_now=9), cells(dev_now=9, ops_now=6))

    assert [(f.row, f.previous, f.key) for f in result] == [("ops", 6, Key("roles", "ops", "now"))]


def test_deviation_of_a_total():
    rule = {"deviation": {"of": NOW, "ratio": 2}}

    assert [f.previous for f in found(rule, cells(dev_now=9), cells(dev_now=2, ops_now=1))] == [3]


def test_each_row_goes_through_rows_that_a_company_added():
    rule = {"each_row": "roles", "left": {"col": "hard"}, "at_most": {"col": "now"}}
    added = {Key("roles", "added", "now"): Cell(Decimal(1)), Key("roles", "added", "hard"): Cell(Decimal(2))}

    assert [(f.row, str(f.row_label)) for f in found(rule, added)] == [("added", "")]


def test_failure_names_its_row():
    rule = {"each_row": "roles", "left": {"col": "hard"}, "at_most": {"col": "now"}}
    with translation.override("en"):
        assert [str(f.row_label) for f in found(rule, cells(ops_now=1, ops_hard=2))] == ["ops"]


@pytest.mark.parametrize(
    "rule",
    [
        {},
        [],
        None,
        {"left": PEOPLE},
        {"left": PEOPLE, "at_most": 1, "at_least": 0},
        {"left": PEOPLE, "at_most": "5"},
        {"left": PEOPLE, "at_most": 5, "extra": 1},
        {"left": PEOPLE, "at_most": 5, "tolerance": -1},
        {"left": 3, "at_most": 5},
        {"each_row": 5, "left": PEOPLE, "at_most": 5},
        {"left": {"col": "now"}, "at_most": 5},
        {"deviation": {"variable": "people"}},
        {"deviation": {"variable": "people", "ratio": -1}},
        {"deviation": {"variable": "people", "ratio": 3, "previous": False}},
        {"deviation": {"of": 5, "ratio": 3}},
        {"deviation": PEOPLE, "left": PEOPLE, "at_most": 5},
    ],
    ids=str,
)
def test_what_is_not_a_rule_never_fails_and_is_refused(rule):
    assert found(rule, cells(people=9)) == ()
    with pytest.raises(RuleError):
        parse_rule(rule)
