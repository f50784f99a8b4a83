import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from surveys.results.estimates import Estimate, exact_interval

CASES = Path(__file__).parents[4] / "shared" / "data" / "sdc" / "reference_cases.json"


@st.composite
def nested_counts(draw) -> tuple[int, int, int]:
    population = draw(st.integers(1, 80))
    answers = draw(st.integers(1, population))
    return draw(st.integers(0, answers)), answers, population


@given(nested_counts())
def test_exact_interval_agrees_with_scipy(counts):
    count, answers, population = counts
    possible = range(count, count + population - answers + 1)
    lower = min(m for m in possible if hypergeom.sf(count - 1, population, m, answers) > 0.025 + 1e-12)
    upper = max(m for m in possible if hypergeom.cdf(count, population, m, answers) > 0.025 + 1e-12)

    assert exact_interval(*counts) == (lower, upper)


@given(nested_counts())
def test_exact_interval_lies_within_the_identification_bounds(counts):
    estimate = Estimate(*counts)

    assert estimate.bounds[0] <= estimate.interval[0] <= estimate.interval[1] <= estimate.bounds[1]


@given(st.integers(1, 80), st.data())
def test_census_leaves_nothing_open(population, data):
    count = data.draw(st.integers(0, population))
    estimate = Estimate(count, population, population)

    assert (estimate.bounds, estimate.interval) == ((count, count), (count, count))


@pytest.mark.parametrize(
    ("counts", "interval"),
    [((3, 10, 50), (5, 31)), ((14, 28, 34), (14, 20)), ((17, 34, 80), (30, 50)), ((5, 10, 34), (8, 26))],
)
def test_exact_interval_matches_published_cases(counts, interval):
    assert exact_interval(*counts) == interval


def test_standard_error_matches_the_reference_case():
    if not CASES.exists():
        pytest.skip("the reference cases are not on this machine")
    case = json.loads(CASES.read_text())["L_fpc"]
    estimate = Estimate(case["m"], case["n"], case["N"])

    assert round(estimate.standard_error, 4) == case["se"]
    assert estimate.share == case["p"]
    assert list(estimate.interval) == case["exact_hypergeometric_count_ci_verified_here"]


def test_share_of_nobody_is_unknown_and_not_zero():
    assert Estimate(0, 0, 34).share is None
    assert Estimate(0, 1, 34).standard_error is None


@pytest.mark.parametrize("counts", [(5, 4, 34), (-1, 4, 34), (3, 40, 34)])
def test_estimate_refuses_counts_that_are_not_nested(counts):
    with pytest.raises(ValueError, match="not nested"):
        Estimate(*counts)
