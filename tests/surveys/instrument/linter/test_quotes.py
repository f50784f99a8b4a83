"""What texts may quote: earlier answers and the edition, and nothing that is not known yet."""

import copy

import pytest

from tests.factories.surveys import TINY, words
from tests.surveys.instrument.linter.building import problems


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{ghost|x}", "quotes “ghost”, which does not exist. Take it out, or quote another answer."),
        (
            "{roles.dev.nov|x}",
            "quotes “roles.dev.nov”, which does not exist. Take it out, or quote another answer.",
        ),
        ("{roles.dev|x}", "quotes “roles.dev”, which does not exist. Take it out, or quote another answer."),
        (
            "{hired|x}",
            "quotes “hired”, which no earlier page asks. Move that question up, or quote another answer.",
        ),
        (
            "{reasons|x}",
            "quotes “reasons”, which no earlier page asks. Move that question up, or quote another answer.",
        ),
        ("{people}", "quotes “people”: write what to say without an answer, as in {people|your company}."),
        ("{people|x", "has a brace that quotes nothing. Take the brace out, or finish it."),
        ("{many people|x}", "has a brace that quotes nothing. Take the brace out, or finish it."),
    ],
)
def test_text_that_quotes_what_is_not_known(text, problem):
    definition = copy.deepcopy(TINY)
    definition["sections"][0]["pages"][1]["questions"][0]["label"] = words(text)

    assert f"The text of “hired” (en) {problem}" in problems(definition)


def test_text_may_quote_earlier_answers_and_the_edition():
    definition = copy.deepcopy(TINY)
    text = words("{people|your company} {org} {reference_date} {roles.dev.now|some}")
    definition["sections"][1]["pages"][1]["questions"][0]["label"] = text

    assert problems(definition) == []


@pytest.mark.parametrize("part", ["title", "intro"])
def test_section_may_quote_the_answers_before_it(part):
    definition = copy.deepcopy(TINY)
    definition["sections"][1][part] = words("The {people|?} people of {org}")

    assert problems(definition) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{ghost|x}", "quotes “ghost”, which does not exist. Take it out, or quote another answer."),
        (
            "{notes|x}",
            "quotes “notes”, which no earlier page asks. Move that question up, or quote another answer.",
        ),
        ("{people}", "quotes “people”: write what to say without an answer, as in {people|your company}."),
    ],
)
def test_section_that_quotes_what_is_not_known_before_it(text, problem):
    definition = copy.deepcopy(TINY)
    definition["sections"][1]["title"] = words(text)

    assert f"The text of “staff” (en) {problem}" in problems(definition)


def test_title_of_the_questionnaire_quotes_nothing():
    definition = {**copy.deepcopy(TINY), "title": words("{org}")}

    assert problems(definition) == ["The text of “tiny” cannot quote answers; leave out the braces."]
