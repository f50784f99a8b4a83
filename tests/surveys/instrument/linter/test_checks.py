"""A check that cannot be worked out, that nothing meets, or whose message says too much."""

import pytest

from tests.factories.surveys import ask, page, words
from tests.surveys.instrument.linter.building import GHOST, PEOPLE, problems, with_check, with_pages


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ({"left": {"variable": "hired"}, "at_most": 1}, "reckons with “hired”, which is not a number."),
        (
            {"left": {"variable": "roles", "row": "qa", "col": "now"}, "at_most": 1},
            "asks for “qa”, which is no row or column of “roles”.",
        ),
        (
            {"each_row": "roles", "left": {"col": "nov"}, "at_most": 1},
            "asks for “nov”, which is no row or column of “roles”.",
        ),
        (
            {"each_row": "ghost", "left": {"col": "now"}, "at_most": 1},
            "asks for “ghost”, which does not exist.",
        ),
        (
            {"each_row": "people", "left": PEOPLE, "at_most": 1},
            "goes through the rows of “people”, which has none.",
        ),
        (
            {"each_row": "abilities", "left": {"col": "urgency"}, "at_most": 1},
            "reckons with “abilities”, which is not a number.",
        ),
        ({"left": PEOPLE, "at_most": GHOST}, "asks for “ghost”, which does not exist."),
        ({"left": PEOPLE}, "must compare a left side with its limit: no left side or not one limit."),
        ({"deviation": {"variable": "ghost", "ratio": 3}}, "asks for “ghost”, which does not exist."),
        (
            {"left": PEOPLE, "at_least": 1001},
            "can never hold: its left side lies in 0-1000, its limit in 1001. Change a bound or the limit.",
        ),
        (
            {"left": {"sum": {"variable": "roles", "col": "now"}}, "equals": 2001},
            "can never hold: its left side lies in 0-2000, its limit in 2001. Change a bound or the limit.",
        ),
        (
            {"left": {"divide": [PEOPLE, 2]}, "more_than": {"add": [PEOPLE, 600]}},
            "can never hold",
        ),
        (
            {
                "left": {"sum": [{"variable": "abilities", "row": "python", "col": "level"}, PEOPLE]},
                "at_most": 5,
            },
            "adds up different units: Number, Scale of figures. Add up like with like.",
        ),
        (
            {"left": {"variable": "abilities", "row": "python", "col": "level"}, "at_most": PEOPLE},
            "compares different kinds of figures: Number, Scale of figures. Compare like with like.",
        ),
    ],
    ids=str,
)
def test_check_that_cannot_be_worked_out_or_met(rule, problem):
    found = problems(with_check(rule))

    assert [text for text in found if text.startswith("The check “c” " + problem)], found


@pytest.mark.parametrize(
    "rule",
    [
        {"left": PEOPLE, "at_least": 1000},
        {"left": {"divide": [PEOPLE, {"sum": {"variable": "roles", "col": "now"}}]}, "at_least": 5000},
        {"left": PEOPLE, "at_least": {"previous": PEOPLE}},
        {"left": {"sum": {"variable": "roles"}}, "equals": 4000},
        {"left": {"count": {"variable": "reasons", "among": ["pay", "place"]}}, "at_most": 2},
        {"each_row": "roles", "left": {"sum": {"cols": ["now", "hard"]}}, "at_most": PEOPLE},
        {"left": {"multiply": [PEOPLE, PEOPLE]}, "at_most": 1},
    ],
    ids=str,
)
def test_check_that_is_sound(rule):
    assert problems(with_check(rule)) == []


def test_sum_of_figures_in_different_units():
    euros, people = {"unit": {"es": "€", "en": "€"}}, {"unit": words("people")}
    definition = with_pages(
        page("a", ask("cost", "number", **euros), ask("staff", "number", **people)),
        checks=with_check({"left": {"add": [{"variable": "cost"}, {"variable": "staff"}]}, "at_most": 9})[
            "checks"
        ],
    )
    definition["checks"][0]["section"] = "s"

    assert problems(definition) == [
        "The check “c” adds up different units: people (es), €. Add up like with like."
    ]


def test_hard_checks_that_no_answer_meets_together():
    definition = with_check({"left": PEOPLE, "at_most": 10})
    other = {**definition["checks"][0], "code": "d", "rule": {"left": 20, "less_than": PEOPLE}}
    definition["checks"].append(other)

    assert problems(definition) == [
        "No answer meets the checks “c”, “d” together, so nobody could send the questionnaire. "
        "Change one of their limits."
    ]
    other["severity"] = "soft"
    assert problems(definition) == []


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ("It is {now}.", "The message of “c” (en) quotes “now”; it can quote difference, left, limit."),
        ("In {row}.", "The message of “c” (en) quotes “row”; it can quote difference, left, limit."),
        (
            "Was {previous}.",
            "The message of “c” (en) quotes “previous”; it can quote difference, left, limit.",
        ),
        (
            "It is {left.",
            "The text of “c” (en) has a brace that quotes nothing. Take the brace out, or finish it.",
        ),
    ],
)
def test_message_that_quotes_what_the_check_does_not_know(message, problem):
    assert problem in problems(with_check({"left": PEOPLE, "at_most": 9}, words(message)))


@pytest.mark.parametrize(
    "rule",
    [
        {"left": PEOPLE, "at_most": {"previous": PEOPLE}},
        {"deviation": {"variable": "people", "ratio": 3}},
    ],
)
def test_message_may_quote_all_figures_of_its_check(rule):
    message = words("{left}, {limit}, {difference}, {previous}")

    assert problems(with_check(rule, message, "soft")) == []


def test_check_with_two_hyphens_in_its_code():
    definition = with_check({"left": PEOPLE, "at_most": 5})
    definition["checks"][0]["code"] = "a--b"

    assert problems(definition) == ["“a--b” has a code with two hyphens in a row."]
