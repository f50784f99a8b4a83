import copy

import pytest
from django.utils import translation

from surveys.instrument.linter import problems_in
from surveys.instrument.parser import parse_definition
from surveys.instrument.shipped import read_shipped
from tests.factories.surveys import TINY


def first_page(definition):
    return definition["sections"][0]["pages"][0]


def repeat_variable(definition):
    first_page(definition)["questions"].append(first_page(definition)["questions"][0])


def lose_translation(definition):
    del first_page(definition)["title"]["es"]


def lose_help_translation(definition):
    first_page(definition)["questions"][0]["help"] = {"en": "Help"}


def lose_label(definition):
    first_page(definition)["questions"][0]["label"] = {}


def lose_language(definition):
    definition["languages"] = ["es"]


def call_nothing_essential(definition):
    definition["essential"] = ["nowhere"]


def empty_choices(definition):
    definition["sections"][0]["pages"][1]["questions"][0]["choices"] = []


def repeat_choice(definition):
    options = definition["sections"][0]["pages"][1]["questions"][0]["choices"]
    options.append(options[0])


def empty_columns(definition):
    definition["sections"][1]["pages"][0]["questions"][0]["columns"] = []


def unknown_kind(definition):
    first_page(definition)["questions"][0]["kind"] = "essay"


def unknown_column_kind(definition):
    definition["sections"][1]["pages"][0]["questions"][0]["columns"][0]["kind"] = "essay"


def wrong_way_out(definition):
    first_page(definition)["questions"][0]["opt_out"]["status"] = "given"


def unknown_variable(definition):
    first_page(definition)["show_if"] = {"variable": "ghost", "is": "yes"}


def unknown_cell(definition):
    definition["sections"][0]["pages"][2]["show_if"] = {"variable": "hired", "row": "dev", "is": "yes"}


def look_forward(definition):
    first_page(definition)["show_if"] = {"variable": "hired", "is": "yes"}


def look_at_itself(definition):
    question = definition["sections"][0]["pages"][1]["questions"][0]
    question["show_if"] = {"not": {"variable": "hired", "is": "yes"}}


def check_of_unknown_variable(definition):
    definition["checks"][1]["rule"]["at_most"] = {"variable": "ghost"}


def check_without_limit(definition):
    del definition["checks"][0]["rule"]["at_most"]


def check_of_no_section(definition):
    definition["checks"][0]["section"] = "ghost"


def repeat_page(definition):
    definition["sections"][0]["pages"][1]["code"] = "size"


def double_hyphen(definition):
    first_page(definition)["questions"][0]["variable"] = "how--many"
    definition["checks"] = []


BREAKS = [
    (repeat_variable, "The variable “people” is asked twice. Give one of the two questions another code."),
    (lose_translation, "“company/size” has no text in Spanish; write it."),
    (lose_help_translation, "“people” has no text in Spanish; write it."),
    (lose_label, "“people” has no text. Write it."),
    (lose_language, "The questionnaire is not in “en”."),
    (empty_choices, "“hired” has no choices."),
    (repeat_choice, "“hired” uses a code twice. Give one of its parts another."),
    (empty_columns, "“roles” needs rows and columns."),
    (unknown_kind, "“people” is of an unknown kind."),
    (unknown_column_kind, "“roles” has a column of an unknown kind."),
    (wrong_way_out, "“people” can be left out only as not known or not applicable."),
    (
        unknown_variable,
        "The condition of “company/size” asks for “ghost”, which does not exist. "
        "Choose another question or take it out.",
    ),
    (unknown_cell, "The condition of “company/reasons” asks for a cell that “hired” does not have."),
    (
        look_forward,
        "The condition of “company/size” asks for “hired”, which comes later. "
        "Move that question up, or choose another.",
    ),
    (
        look_at_itself,
        "The condition of “hired” asks for “hired”, which comes later. "
        "Move that question up, or choose another.",
    ),
    (
        check_of_unknown_variable,
        "The check “roles-within-people” asks for “ghost”, which does not exist. "
        "Choose another question or take it out.",
    ),
    (
        check_without_limit,
        "The check “hard-within-now” must compare a left side with its limit: no left side or not one limit.",
    ),
    (check_of_no_section, "The check “hard-within-now” has no such section or severity."),
    (repeat_page, "The code “size” is used twice. Give one of the two another."),
    (double_hyphen, "“how--many” has a code with two hyphens in a row."),
]


@pytest.mark.parametrize(("spoil", "problem"), BREAKS, ids=[spoil.__name__ for spoil, _ in BREAKS])
def test_problems_in_names_each_mistake(spoil, problem):
    definition = copy.deepcopy(TINY)
    spoil(definition)

    with translation.override("en"):
        problems = problems_in(parse_definition(definition))

    assert problem in problems


@pytest.mark.parametrize("definition", [TINY, read_shipped()], ids=["tiny", "shipped"])
def test_sound_definition_has_no_problems(definition):
    assert problems_in(parse_definition(definition)) == []
