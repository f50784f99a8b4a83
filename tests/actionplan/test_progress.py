from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplan.progress import Progress, Weighed, own_progress, percent, roll_up

weights = st.decimals("0.001", "999", places=3)
percents = st.none() | st.integers(0, 100).map(Decimal)
leaves = st.builds(Weighed, weight=weights, own=percents, is_excluded=st.booleans())
trees = st.recursive(
    leaves,
    lambda parts: st.builds(
        Weighed, weight=weights, is_excluded=st.booleans(), parts=st.lists(parts, min_size=1, max_size=4)
    ),
    max_leaves=12,
)


def leaf(own: int | None, weight: str = "1", *, is_excluded: bool = False) -> Weighed:
    return Weighed(Decimal(weight), None if own is None else Decimal(own), is_excluded)


def test_percent_of_258_in_540_is_47_8():
    assert percent(258, 540) == Decimal("47.78")
    assert f"{percent(258, 540):.1f}" == "47.8"


@pytest.mark.parametrize(
    ("parts", "value", "excluded"),
    [
        ([leaf(100), leaf(0)], Decimal(50), 0),
        ([leaf(100), leaf(None)], Decimal(50), 0),
        ([leaf(100, "3"), leaf(0, "1")], Decimal(75), 0),
        ([leaf(100), leaf(0, is_excluded=True)], Decimal(100), 1),
        ([leaf(40, is_excluded=True)], None, 1),
        ([Weighed(parts=[leaf(40, is_excluded=True)]), leaf(20)], Decimal(20), 1),
    ],
    ids=["mean", "unknown-is-0", "weighted", "excluded-left-out", "all-excluded", "empty-part-left-out"],
)
def test_roll_up_follows_the_rule(parts, value, excluded):
    progress = roll_up(Weighed(parts=parts))

    assert (progress.percent, progress.excluded) == (value, excluded)


def test_roll_up_of_a_leaf_without_progress_is_0():
    assert roll_up(leaf(None)) == Progress(Decimal(0))


@given(trees)
def test_roll_up_stays_between_0_and_100(tree):
    value = roll_up(tree).percent

    assert value is None or 0 <= value <= 100


@given(st.lists(trees, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_roll_up_does_not_depend_on_order(parts, random):
    shuffled = random.sample(parts, len(parts))
    value, other = roll_up(Weighed(parts=parts)).percent, roll_up(Weighed(parts=shuffled)).percent

    assert (value is None) == (other is None)
    assert value is None or abs(value - other) < Decimal("1e-18")


@given(st.lists(st.integers(0, 100), min_size=1, max_size=20), weights)
def test_roll_up_with_equal_weights_is_the_mean(values, weight):
    parts = [Weighed(weight, Decimal(value)) for value in values]

    assert abs(roll_up(Weighed(parts=parts)).percent - Decimal(sum(values)) / len(values)) < Decimal("1e-18")


@pytest.mark.parametrize(
    ("parts", "formula"),
    [
        ([leaf(33), leaf(20)], "(33 + 20) ÷ 2"),
        ([leaf(50, "2"), leaf(20, "1.5")], "(2 × 50 + 1.5 × 20) ÷ 3.5"),
        ([leaf(50, "20")], "(50) ÷ 1"),
    ],
    ids=["equal", "weighted", "one"],
)
def test_formula_shows_the_sum(parts, formula):
    assert roll_up(Weighed(parts=parts)).formula == formula


@pytest.mark.parametrize(
    ("typed", "fulfilled", "milestones", "is_completed", "expected"),
    [
        (30, 2, 2, True, Decimal(30)),
        (0, 2, 2, True, Decimal(0)),
        (None, 1, 4, False, Decimal(25)),
        (None, 1, 4, True, Decimal(25)),
        (None, 0, 0, True, Decimal(100)),
        (None, 0, 0, False, None),
    ],
    ids=["typed", "typed-0", "milestones", "milestones-before-status", "completed", "unknown"],
)
def test_own_progress_prefers_what_was_typed(typed, fulfilled, milestones, is_completed, expected):
    assert expected == own_progress(
        typed=typed, fulfilled=fulfilled, milestones=milestones, is_completed=is_completed
    )
