"""A condition that cannot be meant: which figures, choices and comparisons it may name."""

import copy

import pytest
from django.utils import translation

from surveys.instrument.linter import problems_in
from surveys.instrument.parser import parse_definition
from tests.factories.surveys import TINY, ask, choices, page
from tests.surveys.instrument.linter.building import (
    GHOST,
    MANY,
    PEOPLE,
    last,
    problems,
    with_check,
    with_pages,
)


def with_condition(condition, place=2):
    """TINY, whose page of reasons opens under another condition."""
    definition = copy.deepcopy(TINY)
    definition["sections"][0]["pages"][place]["show_if"] = condition
    return definition


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        (
            {"variable": "hired", "is": "yess"},
            "The condition of “company/reasons” asks for “yess”, which is no choice of “hired”.",
        ),
        (
            {"variable": "people", "is": 2000},
            "The condition of “company/reasons” asks for “2000”, which “people” can never be. "
            "Change the value or the bounds of the question.",
        ),
        (
            {"variable": "people", "in": [1, "many"]},
            "The condition of “company/reasons” asks for “many”, which “people” can never be. "
            "Change the value or the bounds of the question.",
        ),
        (
            {"variable": "hired", "at_least": 1},
            "The condition of “company/reasons” reckons with “hired”, which is not a number.",
        ),
        (
            {"variable": "people", "count_at_least": 1},
            "The condition of “company/reasons” counts “people”, which has neither choices nor rows.",
        ),
        (
            {"left": {"date_of": PEOPLE}, "at_least": {"date": "2026-01-01"}},
            "The condition of “company/reasons” takes “people” for a date, and it is none.",
        ),
        (
            {"left": {"sum": {"variable": "roles", "col": "nov"}}, "at_least": 1},
            "The condition of “company/reasons” asks for “nov”, which is no row or column of “roles”.",
        ),
        (
            {"variable": "roles", "row": "ghost", "col": "now", "at_least": 1},
            "The condition of “company/reasons” asks for “ghost”, which is no row or column of “roles”.",
        ),
        (
            {"variable": "people", "at_most": {"sum": {"variable": "roles", "col": "now"}}},
            "The condition of “company/reasons” asks for “roles”, which comes later. "
            "Move that question up, or choose another.",
        ),
        (
            {"variable": "people", "at_most": {"previous": GHOST}},
            "The condition of “company/reasons” asks for “ghost”, which does not exist. "
            "Choose another question or take it out.",
        ),
    ],
    ids=str,
)
def test_condition_that_cannot_be_meant(condition, problem):
    assert problem in problems(with_condition(condition))


@pytest.mark.parametrize(
    "condition",
    [
        {"variable": "people", "at_least": {"previous": {"sum": {"variable": "roles", "col": "now"}}}},
        {"variable": "people", "at_least": {"previous": {"variable": "people"}}},
        {"variable": "people", "is": 12},
        {"variable": "people", "at_least": 1000},
        {"variable": "hired", "answered": False},
    ],
    ids=str,
)
def test_condition_that_can_be_meant(condition):
    assert problems(with_condition(condition)) == []


def test_words_in_a_free_text_are_not_compared():
    definition = with_pages(
        page("a", ask("name", "text")), page("b", ask("b", "text"), show_if={"variable": "name", "is": "Ada"})
    )

    assert problems(definition) == [
        "The condition of “s/b” compares “name” with given words; ask instead whether it is answered."
    ]


def test_what_is_wrong_with_a_rule_is_said_in_the_reader_s_language():
    definition = with_check({"left": PEOPLE, "at_most": {"power": [PEOPLE, 2]}})

    with translation.override("es"):
        (problem,) = problems_in(parse_definition(definition))

    assert problem.endswith('no existe la operación "power".')


@pytest.mark.parametrize("count", [{"count": {"variable": "m"}}, {"sum": [{"count": {"variable": "m"}}, 1]}])
def test_count_that_takes_none_for_one(count):
    assert problems(last({"left": count, "at_least": 1}, MANY)) == [
        "The condition of “s/z” counts “m”, where “none” means nothing of it: list what counts in “among”."
    ]


def test_count_of_choices_that_do_not_exist():
    assert problems(last({"variable": "m", "count_at_least": 1, "among": ["x", "w"]}, MANY)) == [
        "The condition of “s/z” asks for “w”, which is no choice of “m”."
    ]


@pytest.mark.parametrize("least", [3, 2])
def test_more_choices_than_there_are(least):
    choosing = page("m", ask("m", "multiple", choices=choices("x", "y")))
    found = problems(last({"variable": "m", "count_at_least": least}, choosing))

    assert found == (
        ["No answers lead to the page “s/z”. Change its condition, or remove it."] if least == 3 else []
    )


@pytest.mark.parametrize("code", ["low", "01", "1_0", "-1"])
def test_step_of_a_scale_that_is_no_figure(code):
    definition = copy.deepcopy(TINY)
    column = definition["sections"][1]["pages"][1]["questions"][0]["columns"][0]
    column["choices"][1]["code"] = code

    assert any("whose steps are no figures" in problem for problem in problems(definition))
