from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.enums import BalanceBand, EuBand, SizeBand, TurnoverBand
from members.models import Organisation
from members.sizes import eu_band
from tests.factories.members import OrganisationFactory, YearlyFactFactory

# Bands to the middle of what they hold, in millions of euros.
TURNOVERS = {"to-2m": 1, "2m-10m": 6, "10m-50m": 30, "over-50m": 99}
BALANCES = {"to-2m": 1, "2m-10m": 6, "10m-43m": 30, "over-43m": 99}
KNOWN_TURNOVER = st.sampled_from(TurnoverBand.values)
KNOWN_BALANCE = st.sampled_from(BalanceBand.values)
PEOPLE = st.integers(0, 400)


def recommendation(people: int, turnover: Decimal, balance: Decimal) -> EuBand:
    """Article 2 of the annex of Recommendation 2003/361/EC, word for word."""
    if people < 10 and (turnover <= 2 or balance <= 2):
        return EuBand.MICRO
    if people < 50 and (turnover <= 10 or balance <= 10):
        return EuBand.SMALL
    if people < 250 and (turnover <= 50 or balance <= 43):
        return EuBand.MEDIUM
    return EuBand.LARGE


@given(people=PEOPLE, turnover=KNOWN_TURNOVER, balance=KNOWN_BALANCE)
def test_eu_band_follows_the_recommendation(people, turnover, balance):
    expected = recommendation(people, TURNOVERS[turnover], BALANCES[balance])

    assert eu_band(people, turnover, balance) == expected


@given(people=PEOPLE, turnover=KNOWN_TURNOVER | st.just(""), balance=KNOWN_BALANCE | st.just(""))
def test_eu_band_says_a_band_only_if_no_unknown_amount_could_change_it(people, turnover, balance):
    turnovers = [turnover] if turnover else TURNOVERS
    balances = [balance] if balance else BALANCES
    possible = {eu_band(people, t, b) for t in turnovers for b in balances}

    said = eu_band(people, turnover, balance)

    assert said == (possible.pop() if len(possible) == 1 else EuBand.UNKNOWN)


@given(people=st.integers(0, 2_147_483_647))
def test_survey_band_limits_hold_the_headcount(people):
    least, most = SizeBand.of(people).limits

    assert least <= people <= most


CASES = [
    (people, turnover, balance)
    for people in (None, 0, 1, 9, 10, 25, 26, 49, 50, 249, 250, 10_000)
    for turnover in ("", "to-2m", "10m-50m", "over-50m")
    for balance in ("", "2m-10m", "over-43m")
]


@pytest.mark.django_db
def test_with_size_agrees_with_the_functions():
    for people, turnover, balance in CASES:
        YearlyFactFactory(headcount=people, turnover_band=turnover, balance_band=balance)

    for organisation in Organisation.objects.with_size().prefetch_related("facts"):
        fact = organisation.facts.get()
        assert organisation.survey_band == fact.size_band
        assert organisation.eu_band == fact.eu_band


@pytest.mark.django_db
def test_with_size_reads_people_and_money_of_the_same_year():
    organisation = OrganisationFactory()
    YearlyFactFactory(organisation=organisation, year=2023, headcount=8, turnover_band="over-50m")
    YearlyFactFactory(organisation=organisation, year=2024, headcount=9, turnover_band="to-2m")
    YearlyFactFactory(organisation=organisation, year=2025, headcount=None, turnover_band="over-50m")

    found = Organisation.objects.with_size().get()

    assert (found.headcount, found.survey_band, found.eu_band) == (9, SizeBand.MICRO, EuBand.MICRO)
