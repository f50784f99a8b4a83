"""The shipped questionnaire takes a busy company less than twenty minutes, whatever it answers."""

import itertools
from decimal import Decimal
from uuid import uuid4

import pytest

from surveys.instrument.burden import Estimate, estimate, minutes, rounded, seconds_for
from surveys.instrument.cells import Cell, Key
from surveys.instrument.parser import parse_definition
from surveys.instrument.routing import find_path
from surveys.instrument.shipped import read_shipped
from tests.factories.surveys import TINY

SHIPPED = parse_definition(read_shipped())
GATES = ("recruited", "trained", "vacancies-now")


def path_of(*answers):
    """The path of a company that has and wants half of the profiles, and one that is not in the list."""
    rows = [row.code for row in SHIPPED.questions["profiles"].rows]
    cells = {Key(gate): Cell(answer) for gate, answer in zip(GATES, answers, strict=True)}
    cells |= {
        Key("profiles", row, column.code): Cell(Decimal(2))
        for row in rows[: len(rows) // 2]
        for column in SHIPPED.questions["profiles"].columns
    }
    return find_path(SHIPPED, {**cells, Key("other-profiles", str(uuid4()), "name"): Cell("Otro")})


def longest(language, **rest):
    return max(
        minutes(path_of(*answers), language, **rest)
        for answers in itertools.product(["yes", "no"], repeat=len(GATES))
    )


def test_longest_path_asks_all_that_does_not_exclude_each_other():
    asked = {question.variable for question in path_of("yes", "yes", "yes").questions()}

    assert SHIPPED.questions.keys() - asked == {"not-recruited-why"}


@pytest.mark.parametrize("language", ["es", "en"])
def test_everything_on_the_longest_path_takes_less_than_twenty_minutes(language):
    assert 15 < longest(language) < 20


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_has_to_be_answered_on_the_longest_path_takes_less_than_fifteen_minutes(language):
    assert longest(language, required_only=True) < 15


def test_shorter_path_takes_less():
    assert minutes(path_of("no", "no", "no")) < minutes(path_of("yes", "yes", "yes"))


def test_rows_asked_because_of_earlier_answers_take_time_each():
    few, all_rows = (
        find_path(SHIPPED, {Key("profiles", row, "now"): Cell(Decimal(1)) for row in rows})
        for rows in (["qa"], [row.code for row in SHIPPED.questions["profiles"].rows])
    )
    taken = [
        seconds_for(question, "es")
        for path in (few, all_rows)
        for question in path.questions()
        if question.variable == "profile-details"
    ]

    assert taken[0] * 2 < taken[1]


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_is_said_before_starting_is_what_the_longest_path_takes(language):
    said = estimate(SHIPPED, language)

    assert said == Estimate(everything=20, required=15)
    assert longest(language) <= said.everything
    assert longest(language, required_only=True) <= said.required


@pytest.mark.parametrize(
    ("taken", "said"), [(0.2, 1), (1.6, 2), (9.4, 9), (12.4, 10), (12.6, 15), (21, 20), (24, 25)]
)
def test_more_minutes_are_said_in_rounder_figures(taken, said):
    assert rounded(taken) == said


def test_short_questionnaire_says_a_short_time():
    said = estimate(parse_definition(TINY), "es")

    assert 1 <= said.required < said.everything < 10
