from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answering.numbers import NotANumber, parse_whole


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", None),
        ("   ", None),
        ("0", 0),
        ("12", 12),
        (" 12 ", 12),
        ("007", 7),
        ("1.000", 1000),
        ("1,000", 1000),
        ("1 000", 1000),
        ("1\u00a0000", 1000),
        ("1\u202f000", 1000),
        ("1'000", 1000),
        ("1.234.567", 1234567),
        ("12,0", 12),
        ("12.00", 12),
        ("1.000,00", 1000),
        ("1,000.0", 1000),
    ],
)
def test_parse_whole_reads_what_people_type(text, number):
    assert parse_whole(text) == number


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("doce", "not_figures"),
        ("12 personas", "not_figures"),
        ("1e3", "not_figures"),
        ("+3", "not_figures"),
        ("--3", "not_figures"),
        ("0x10", "not_figures"),
        ("١٢", "not_figures"),
        ("NaN", "not_figures"),
        ("<script>", "not_figures"),
        ("9" * 25, "not_figures"),
        ("-3", "negative"),
        ("\u22123", "negative"),
        ("1,5", "not_whole"),
        ("1.5", "not_whole"),
        ("1.000,5", "not_whole"),
        ("0,25", "not_whole"),
        ("1.0000", "unclear"),
        ("1234.567", "unclear"),
        ("0.500", "unclear"),
        ("1.000,000", "unclear"),
        ("1.000.00", "unclear"),
        ("1,2,3", "unclear"),
        ("1..0", "unclear"),
        (".", "unclear"),
        ("1 2", "unclear"),
    ],
)
def test_parse_whole_asks_again_rather_than_guess(text, problem):
    with pytest.raises(NotANumber) as caught:
        parse_whole(text)

    assert caught.value.problem == problem


@given(st.integers(0, 10**12), st.sampled_from([".", ",", " ", "\u00a0", "'"]))
def test_parse_whole_reads_back_grouped_numbers(number, mark):
    assert parse_whole(f"{number:,}".replace(",", mark)) == number


@given(st.text(max_size=30))
def test_parse_whole_gives_a_whole_number_or_refuses(text):
    try:
        number = parse_whole(text)
    except NotANumber:
        return

    assert number is None or number == Decimal(int(number)) >= 0
