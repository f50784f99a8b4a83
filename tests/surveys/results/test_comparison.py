"""How a company compares: what is shown is right, and nobody's own figure follows from it."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from surveys.results.comparison import FIGURES, can_compare, compare, own_figures, thirds_of
from surveys.results.disclosure import is_dominated

MINIMUM = 5
ICT = next(figure for figure in FIGURES if figure.code == "ict")


def sheet(staff, ict=None, **rest):
    cells = {("headcount", "", ""): staff}
    return cells | ({("ict-staff", "", ""): ict} if ict is not None else {}) | rest


def ict_of(companies, minimum=MINIMUM):
    return next((one for one in compare(companies, minimum) if one.figure.code == "ict"), None)


def band(name, count, first=10):
    return [(name, sheet(100, first + number)) for number in range(count)]


def test_figure_is_for_each_hundred_people():
    planned = next(figure for figure in FIGURES if figure.code == "planned")
    cells = sheet(40, 10) | {("profiles", "dev", "hires-12"): 3, ("profiles", "qa", "hires-12"): 1}

    assert own_figures(cells)["ict"] == Decimal("25.0")
    assert planned.of(cells | {("profiles", "dev", "now"): 9}) == Decimal("10.0")


def test_company_that_did_not_say_has_no_figure():
    assert ICT.of(sheet(40)) is None
    assert ICT.of(sheet(0, 0)) is None
    assert ICT.of({("ict-staff", "", ""): 3}) is None


def test_thirds_are_the_means_of_the_companies_in_order():
    found = ict_of([("10-25", sheet(100, value)) for value in (*range(1, 6), *range(11, 16), *range(21, 26))])

    assert found.beside("10-25").means == (3.0, 13.0, 23.0)
    assert found.beside("10-25").answers == 15


def test_too_few_are_not_compared():
    assert ict_of(band("10-25", 14)) is None
    assert ict_of(band("10-25", 15)) is not None


def test_bands_are_told_only_if_every_band_can_be():
    both = ict_of(band("1-9", 15) + band("10-25", 15, first=40))
    with_a_small_one = ict_of(band("1-9", 15) + band("10-25", 15, first=40) + band("250+", 1))

    assert both.is_by_size
    assert set(both.thirds) == {"1-9", "10-25"}
    assert set(with_a_small_one.thirds) == {""}
    assert with_a_small_one.beside("250+").answers == 31


def test_band_that_answered_something_else_only_counts_as_a_band_too():
    """It would stand alone beside the total of all."""
    silent = [("250+", sheet(900))]

    assert set(ict_of(band("1-9", 15) + silent).thirds) == {""}


def test_figure_with_a_third_all_alike_is_left_out():
    assert ict_of([("10-25", sheet(100, 7)) for _number in range(30)]) is None
    assert ict_of([("10-25", sheet(100, value)) for value in (*[0] * 10, *range(1, 21))]) is None


def test_figure_with_a_company_that_stands_out_is_left_out():
    assert ict_of([*band("10-25", 20), ("10-25", sheet(1, 4000))]) is None


@given(st.lists(st.decimals(0, 200, places=1), min_size=1, max_size=40), st.integers(3, 6))
def test_every_mean_is_of_enough_companies_none_of_which_stands_out(values, minimum):
    thirds = thirds_of(values, minimum)
    if thirds is None:
        return

    ranked, size = sorted(map(float, values)), len(values) // 3
    parts = ranked[:size], ranked[size : len(ranked) - size], ranked[len(ranked) - size :]
    assert thirds.answers == len(values)
    for part, mean in zip(parts, thirds.means, strict=True):
        assert len(part) >= minimum
        assert part[0] < part[-1]
        assert not is_dominated(part)
        assert abs(mean - sum(part) / len(part)) < 0.06
    assert all(low <= high for low, high in pairwise(thirds.means))


@given(st.lists(st.decimals(0, 200, places=1), min_size=15, max_size=40))
def test_whoever_is_second_in_a_third_cannot_come_near_to_the_first(values):
    """The second takes its own figure off its third's total, and is a fifth away from the first."""
    thirds = thirds_of(values, MINIMUM)
    if thirds is None:
        return

    top = sorted(map(float, values))[len(values) - len(values) // 3 :]
    *others, _second, first = top
    assert sum(others) >= 0.2 * first - 1e-9


def test_only_a_questionnaire_that_asks_for_it_is_compared():
    assert can_compare({"headcount", "ict-staff"})
    assert not can_compare({"headcount", "market"})
    assert not can_compare({"people", "roles"})


def test_that_a_few_said_nothing_is_not_told():
    few_silent = ict_of([*band("10-25", 20), *[("10-25", sheet(50))] * 3])
    some_silent = ict_of([*band("10-25", 20), *[("10-25", sheet(50))] * 6])

    assert (few_silent.beside("10-25").companies.value, few_silent.beside("10-25").companies.at_least) == (
        None,
        19,
    )
    assert some_silent.beside("10-25").companies.value == 20
