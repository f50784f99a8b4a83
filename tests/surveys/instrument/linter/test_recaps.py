"""Pages that play figures back, to be confirmed."""

import copy

import pytest

from tests.factories.surveys import TINY, page, words
from tests.surveys.instrument.linter.building import GHOST, PEOPLE, N, problems, with_pages


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"sum": {"variable": "roles", "col": "now"}}, "plays back “roles”, which no earlier page asks."),
        ({"variable": "hired"}, "reckons with “hired”, which is not a number."),
        (GHOST, "asks for “ghost”, which does not exist. Choose another question or take it out."),
        (12, "plays back a figure that no answer changes."),
    ],
    ids=str,
)
def test_figure_that_cannot_be_played_back(value, problem):
    definition = copy.deepcopy(TINY)
    definition["sections"][0]["pages"][2]["recap"] = [{"label": words("Total"), "value": value}]

    assert "The page “company/reasons” " + problem in problems(definition)


def test_figure_played_back_is_translated():
    definition = copy.deepcopy(TINY)
    definition["sections"][0]["pages"][1]["recap"] = [{"label": {"en": "Total"}, "value": PEOPLE}]

    assert problems(definition) == ["“company/hiring/recap[1]” has no text in Spanish; write it."]


def test_confirmation_of_nothing():
    definition = copy.deepcopy(TINY)
    definition["sections"][0]["pages"][1]["questions"][0]["confirms"] = True

    assert problems(definition) == ["“hired” confirms figures, and its page plays none back."]


def test_page_that_only_plays_figures_back_is_sound():
    total = page("total", recap=[{"label": words("Total"), "value": {"variable": "n"}}])

    assert problems(with_pages(N, total)) == []
