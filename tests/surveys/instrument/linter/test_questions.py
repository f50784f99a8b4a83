"""A question that cannot be answered well."""

import copy

import pytest

from tests.factories.surveys import TINY, ask, choices, page, words
from tests.surveys.instrument.linter.building import problems, with_pages


def about(kind="number", **rest):
    return with_pages(page("a", ask("q", kind, **rest)))


@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        (about(min=5, max=3), "“q” must be at least 5 and at most 3, which nothing is. Swap them."),
        (about(min="0"), "“q” has a bound that is not a number."),
        (about("percentage", max=120), "“q” is a percentage: keep its bounds between 0 and 100."),
        (
            about("multiple", choices=choices("none", "pay")),
            "“q”: put the choices that exclude all others at the end.",
        ),
        (
            with_pages(page("a", ask("q r", "number"))),
            "The code “q r” must be of letters without accents, figures, hyphens or underscores, 60 at most.",
        ),
        (
            with_pages(page("a", ask("q" * 61, "number"))),
            f"The code “{'q' * 61}” must be of letters without accents, figures, hyphens or underscores, "
            "60 at most.",
        ),
        (
            with_pages(page("a", ask("org", "number"))),
            "“org” stands for something else in texts; give the variable another code.",
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_question_that_cannot_be_answered_well(definition, problem):
    assert problem in problems(definition)


def test_choice_that_excludes_the_others_stands_last_in_a_column_too():
    definition = copy.deepcopy(TINY)
    none = {"code": "none", "label": words("None"), "exclusive": True}
    ticks = {"code": "t", "label": words("T"), "kind": "multiple", "choices": [none, *choices("a")]}
    definition["sections"][1]["pages"][0]["questions"][0]["columns"].append(ticks)

    assert problems(definition) == ["“roles/t”: put the choices that exclude all others at the end."]


def test_choice_repeated_in_a_column():
    definition = copy.deepcopy(TINY)
    column = definition["sections"][1]["pages"][1]["questions"][0]["columns"][1]
    column["choices"].append(column["choices"][0])

    assert problems(definition) == ["“abilities/urgency” has the choice “none” twice."]
