"""Pages, questions and sections that no answers open."""

import pytest

from tests.factories.surveys import ask, choices, page, words
from tests.surveys.instrument.linter.building import MANY, N, last, problems, with_pages

YES, NO = {"variable": "a", "is": "yes"}, {"variable": "a", "is": "no"}
A = page("a", ask("a", "single", choices=choices("yes", "no")))


@pytest.mark.parametrize(
    "condition",
    [
        {"all": [YES, NO]},
        {"not": {"any": [YES, {"not": YES}]}},
        {"all": [YES, {"variable": "a", "answered": False}]},
        {"all": [YES, {"variable": "b", "answered": True}]},
        {"variable": "n", "more_than": 10},
        {"variable": "n", "less_than": 0},
        {"all": [{"variable": "n", "more_than": 3}, {"variable": "n", "at_most": 3}]},
        {"all": [{"variable": "n", "at_least": 3}, {"not": {"variable": "n", "answered": True}}]},
        {"left": {"multiply": [{"variable": "n"}, 2]}, "more_than": 20},
        {"all": [{"variable": "m", "is": "x"}, {"variable": "m", "is": "none"}]},
        {"variable": "m", "count_at_least": 3, "among": ["x", "y"]},
        {
            "all": [
                {"variable": "m", "is": "none"},
                {"variable": "m", "count_at_least": 1, "among": ["x", "y"]},
            ]
        },
    ],
    ids=str,
)
def test_page_that_no_answers_open(condition):
    only_if_no = page("b", ask("b", "text"), show_if=NO)

    assert problems(last(condition, A, N, MANY, only_if_no)) == [
        "No answers lead to the page “s/z”. Change its condition, or remove it."
    ]


@pytest.mark.parametrize(
    "condition",
    [
        {"any": [YES, NO]},
        {"not": YES},
        {"all": [NO, {"variable": "b", "answered": True}]},
        {"variable": "n", "at_least": 10},
        {"all": [{"variable": "n", "more_than": 3}, {"variable": "n", "less_than": 5}]},
        {"left": {"multiply": [{"variable": "n"}, 2]}, "at_least": 20},
        {"variable": "n", "less_than": {"previous": {"variable": "n"}}},
        {"variable": "m", "count_at_least": 2, "among": ["x", "y"]},
        {"all": [{"variable": "m", "is": "x"}, {"variable": "m", "is": "y"}]},
    ],
    ids=str,
)
def test_page_that_some_answers_open(condition):
    only_if_no = page("b", ask("b", "text"), show_if=NO)

    assert problems(last(condition, A, N, MANY, only_if_no)) == []


def test_question_that_no_answers_show():
    hidden = ask("z", "text", show_if={"all": [YES, NO]})

    assert problems(with_pages(A, page("p", ask("y", "text"), hidden))) == [
        "No answers lead to the question “z”. Change its condition, or remove it."
    ]


def test_section_that_no_answers_open():
    definition = with_pages(A)
    closed = page("z", ask("z", "text"), show_if={"all": [YES, NO]})
    definition["sections"].append({"code": "t", "title": words("T"), "pages": [closed]})

    assert problems(definition) == [
        "No answers lead to the section “t”. Change its pages' conditions, or remove it."
    ]


def test_page_without_questions():
    assert problems(with_pages(A, page("z"))) == [
        "The page “s/z” asks nothing. Give it a question, or remove it."
    ]


def test_questionnaire_that_nobody_can_begin():
    definition = with_pages(
        page("a", ask("a", "text"), show_if={"not": {"variable": "a", "answered": False}})
    )

    assert "Nobody can begin: every page waits for an answer. Leave the first page without a condition." in (
        problems(definition)
    )
