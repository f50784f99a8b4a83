"""The rules against a reader who knows them: every table of a small size is tried."""

import json
from collections import defaultdict
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.enums import CellStatus
from surveys.results.disclosure import (
    HIDDEN_SMALL,
    PROTECTED,
    Cell,
    is_concentrated,
    is_dominated,
    protect_item,
    protect_mean,
    protect_nested,
    protect_partition,
    protect_total,
    protect_within,
    published,
)

CASES = Path(__file__).parents[4] / "shared" / "data" / "sdc" / "reference_cases.json"
SMALL, KEPT = CellStatus.SMALL, CellStatus.PROTECTED


@pytest.fixture(scope="module")
def cases() -> dict:
    if not CASES.exists():
        pytest.skip("the reference cases are not on this machine")
    return json.loads(CASES.read_text())


def partitions(total: int, rows: int):
    """Yield every way to split a total into so many rows, zeros included."""
    if rows == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in partitions(total - first, rows - 1):
            yield (first, *rest)


def recovered(worlds: dict[tuple[Cell, ...], list[tuple[int, ...]]]) -> list:
    """Return the outputs of which a reader who tries every input can tell a hidden cell."""
    return [
        (output, inputs)
        for output, inputs in worlds.items()
        for place, cell in enumerate(output)
        if not cell.is_published and len({values[place] for values in inputs}) == 1
    ]


@pytest.mark.parametrize("minimum", [3, 5])
@pytest.mark.parametrize(("rows", "largest"), [(2, 40), (3, 28), (4, 22), (5, 17)])
def test_partition_gives_no_cell_away_to_who_knows_the_rule(rows, largest, minimum):
    for total in range(1, largest):
        worlds = defaultdict(list)
        for counts in partitions(total, rows):
            worlds[tuple(protect_partition(counts, minimum))].append(counts)

        assert recovered(worlds) == []


@pytest.mark.parametrize("minimum", [3, 5])
def test_items_and_items_within_items_give_no_cell_away(minimum):
    for answers in range(1, 41):
        worlds = defaultdict(list)
        for outer, inner in product(range(answers + 1), repeat=2):
            if inner <= outer:
                output = (
                    protect_item(outer, answers, minimum),
                    protect_nested(inner, outer, answers, minimum),
                )
                worlds[output].append((outer, inner))

        assert recovered(worlds) == []


@pytest.mark.parametrize("minimum", [3, 5])
def test_difference_of_nested_items_is_never_a_small_cell(minimum):
    for answers in range(2 * minimum, 41):
        for outer, inner in product(range(answers + 1), repeat=2):
            pair = (protect_item(outer, answers, minimum), protect_nested(inner, outer, answers, minimum))
            if inner <= outer and all(cell.is_published for cell in pair):
                assert outer - inner == 0 == outer or outer - inner >= minimum


@pytest.mark.parametrize("minimum", [3, 5])
def test_bounds_of_hidden_cells_are_true_and_do_not_depend_on_the_value(minimum):
    for total in range(2 * minimum, 20):
        for counts in partitions(total, 3):
            for count, cell in zip(counts, protect_partition(counts, minimum), strict=True):
                if cell.at_least is not None:
                    assert (cell.at_least, cell.at_most) == (total - minimum + 1, total)
                    assert cell.at_least <= count
                elif cell.at_most is not None:
                    assert cell.at_most == minimum - 1 >= count


@pytest.mark.parametrize("minimum", [3, 5])
def test_items_three_deep_give_no_cell_and_no_small_difference_away(minimum):
    for answers in range(1, 27):
        worlds = defaultdict(list)
        for outer, middle, inner in product(range(answers + 1), repeat=3):
            if not inner <= middle <= outer:
                continue
            between = protect_nested(middle, outer, answers, minimum)
            output = (
                protect_item(outer, answers, minimum),
                between,
                protect_within(inner, between, minimum),
            )
            worlds[output].append((outer, middle, inner))
            if output[1].is_published and output[2].is_published:
                assert middle - inner == 0 == middle or middle - inner >= minimum

        assert recovered(worlds) == []


PARTITIONS = {
    "all large": ([12, 9, 10], [published(12), published(9), published(10)]),
    "zero is shown": ([16, 0, 15], [published(16), published(0), published(15)]),
    "one small takes a neighbour along": ([3, 12, 16], [PROTECTED, PROTECTED, published(16)]),
    "neighbours go round": ([12, 16, 3], [PROTECTED, published(16), PROTECTED]),
    "zero is no help": ([3, 0, 12, 16], [PROTECTED, published(0), PROTECTED, published(16)]),
    "one and five would be told by their sum": (
        [1, 5, 10, 15],
        [PROTECTED, PROTECTED, PROTECTED, published(15)],
    ),
    "nearly all in one row": ([29, 2], [Cell(KEPT, at_least=27, at_most=31), Cell(SMALL, at_most=4)]),
    "all in one row": (
        [31, 0, 0],
        [Cell(KEPT, at_least=27, at_most=31), Cell(SMALL, at_most=4), Cell(SMALL, at_most=4)],
    ),
    "too few answers for any figure": ([5, 4], [HIDDEN_SMALL, HIDDEN_SMALL]),
    "only small rows": ([4, 4, 4], [PROTECTED, PROTECTED, PROTECTED]),
}


@pytest.mark.parametrize(("counts", "cells"), PARTITIONS.values(), ids=PARTITIONS.keys())
def test_protect_partition(counts, cells):
    assert protect_partition(counts, 5) == cells


@pytest.mark.parametrize(
    ("count", "cell"),
    [
        (0, published(0)),
        (1, Cell(SMALL, at_most=4)),
        (4, Cell(SMALL, at_most=4)),
        (5, published(5)),
        (26, published(26)),
        (27, Cell(KEPT, at_least=27, at_most=31)),
        (31, Cell(KEPT, at_least=27, at_most=31)),
    ],
)
def test_protect_item(count, cell):
    assert protect_item(count, 31, 5) == cell


@pytest.mark.parametrize(
    ("inner", "outer", "cell"),
    [
        (0, 0, published(0)),
        (3, 4, HIDDEN_SMALL),
        (6, 9, HIDDEN_SMALL),
        (6, 20, published(6)),
        (2, 20, Cell(SMALL, at_most=4)),
        (18, 20, Cell(KEPT, at_least=16, at_most=20)),
        (12, 29, published(12)),
        (25, 29, PROTECTED),
    ],
)
def test_protect_nested(inner, outer, cell):
    assert protect_nested(inner, outer, 31, 5) == cell


@pytest.mark.parametrize(
    ("contributions", "cell"),
    [
        ([0] * 10, published(0)),
        ([3, 2, 4, 5, 0, 0, 0, 0, 0, 0], HIDDEN_SMALL),
        ([3, 2, 4, 5, 1, 0, 0, 0, 0, 0], published(15)),
        ([90, 5, 1, 1, 1, 0, 0, 0, 0, 0], PROTECTED),
        ([2, 1, 1, 1, 1, 1, 1, 1, 1, 0], Cell(KEPT)),
        ([3, 2, 4, 5, 1], HIDDEN_SMALL),
    ],
)
def test_protect_total(contributions, cell):
    assert protect_total(contributions, 5) == cell


@pytest.mark.parametrize(
    ("values", "cell"),
    [
        ([3, 4, 4, 5], HIDDEN_SMALL),
        ([4, 4, 4, 4, 4], PROTECTED),
        ([3, 4, 4, 5, 5], published(4.2)),
    ],
)
def test_protect_mean(values, cell):
    assert protect_mean(values, 5) == cell


def test_dominance_rules_agree_with_the_reference_table(cases):
    cells = cases["A_sdctable_microdata1"]["cells"]
    expected = set(cases["A_sdctable_microdata1"]["primary"]["p% p=70"])

    assert {name for name, c in cells.items() if is_dominated(c["contributions_desc"], 70)} == expected
    assert {name for name, c in cells.items() if is_concentrated(c["contributions_desc"], 2, 75)} == expected


def test_dominance_rules_agree_with_the_reference_examples(cases):
    case = cases["F_rules"]
    rest = case["ex1"]["X"] - 99000
    second = [52000, 50000, case["ex2"]["X"] - 102000]

    assert not is_concentrated([50000, 49000, rest], 1, 90)
    assert not is_dominated(second, 10)
    assert is_concentrated(second, 2, 90.9)
    assert is_concentrated(case["ex4"]["contrib"], 1, 85)


def test_total_that_leaks_one_cell_by_subtraction_is_not_published(cases):
    case = cases["E_one_total_leak"]["line"]
    counts = [case["total"] - case["II"] - case["III"], case["II"], case["III"]]

    cells = protect_partition(counts, counts[0] + 1)

    assert [cell.is_published for cell in cells].count(False) > 1


def test_small_difference_is_caught_as_a_difference_by_recoding(cases):
    table = cases["G_differencing"]
    young, youngest = table["tableB_<25,25-39,.."]["Male"][0], table["tableA_<20,20-39,.."]["Male"][0]

    assert young - youngest == table["derived_20-24"]["Male"] == 1
    assert not protect_nested(youngest, young, 31, 3).is_published


@pytest.mark.parametrize("rule", [is_dominated, lambda values: is_concentrated(values, 2, 75)])
def test_concentration_rules_refuse_negative_contributions(rule):
    with pytest.raises(ValueError, match="not negative"):
        rule([5, -1, 3])


@given(st.lists(st.integers(0, 500), max_size=40))
def test_published_total_cannot_be_turned_into_one_company(contributions):
    cell = protect_total(contributions, 5)
    if cell.is_published and cell.value:
        first, second = sorted(contributions, reverse=True)[:2]
        estimate_by_second = cell.value - second
        assert estimate_by_second >= 1.2 * first


@pytest.mark.parametrize(
    ("contributions", "waived", "is_hidden"),
    [
        ([80, 5, 5, 5], [], True),
        ([80, 5, 5, 5], [True, False, False, False], False),
        ([80, 5, 5, 5], [False, True, True, True], True),
        # With the largest free, the next one is guarded against what the largest knows.
        ([80, 60, 1, 1], [True, False, False, False], True),
        ([80, 60, 10, 10], [True, False, False, False], False),
        ([80, 60, 1, 1], [True, True, False, False], False),
        ([40, 40, 1, 1], [True, False, False, False], True),
        ([80, 5, 5, 5], [True, True, True, True], False),
    ],
)
def test_waiver_frees_nobody_but_who_gives_it(contributions, waived, is_hidden):
    assert is_dominated(contributions, waived=waived) is is_hidden


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8), st.data())
def test_whoever_gave_no_waiver_stays_as_far_from_all_others(contributions, data):
    """By trying every pair: nobody comes closer than p % to a company that did not agree to it."""
    waived = data.draw(st.lists(st.booleans(), min_size=len(contributions), max_size=len(contributions)))
    total, places = sum(contributions), range(len(contributions))
    too_close = any(
        total - contributions[target] - contributions[attacker] < 0.2 * contributions[target]
        for target in places
        for attacker in places
        if target != attacker and not waived[target] and contributions[target]
    )
    alone = len(contributions) == 1 and not waived[0] and contributions[0] > 0

    assert is_dominated(contributions, waived=waived) is (too_close or alone)
