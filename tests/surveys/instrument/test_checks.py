from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.instrument.cells import Cell, Key
from surveys.instrument.checks import failures
from surveys.instrument.parser import parse_definition
from tests.factories.surveys import TINY

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
