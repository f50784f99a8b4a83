"""Orders of preference in a definition: what the linter refuses, and conditions that look at a place."""

import pytest

from bench.proofs.naive_routing import NaiveRouting
from surveys.instrument.actions import publish_version
from surveys.instrument.cells import Cell, Key
from surveys.instrument.exchange import as_file, import_questionnaire
from surveys.instrument.linter import problems_in
from surveys.instrument.parser import parse_definition
from surveys.instrument.routing import find_path, variables_on
from surveys.instrument.wording import compare
from surveys.models import Questionnaire
from tests.factories.surveys import VersionFactory, ask, choices, page
from tests.surveys.answering.test_kinds import definition_with

CODES = ("ai", "cloud", "data")


def order(**rest):
    return ask("urgent", "ranking", choices=choices(*CODES), **rest)


def with_condition(condition, **rest):
    definition = definition_with(order(**rest))
    definition["sections"][0]["pages"].append(page("more", ask("more", "text"), show_if=condition))
    return definition


@pytest.mark.parametrize(
    "question",
    [
        ask("urgent", "ranking"),
        order(ranks=0),
        order(ranks=4),
        ask("urgent", "ranking", choices=choices("ai", "none")),
        ask("urgent", "multiple", choices=choices("ai"), ranks=1),
    ],
    ids=["no-choices", "none", "too-many", "exclusive", "other-kind"],
)
def test_linter_refuses(question):
    assert problems_in(parse_definition(definition_with(question)))


@pytest.mark.parametrize("rest", [{}, {"ranks": 1}, {"ranks": 3}])
def test_linter_takes(rest):
    assert problems_in(parse_definition(definition_with(order(**rest)))) == []


FIRST = {"left": {"rank": {"variable": "urgent", "choice": "ai"}}, "at_most": 1}
CONDITIONS = [
    FIRST,
    {"variable": "urgent", "is": "ai"},
    {"variable": "urgent", "in": ["cloud", "data"]},
    {"variable": "urgent", "count_at_least": 2},
    {"not": FIRST},
]


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("given", [(), ("ai",), ("cloud", "ai"), ("data", "cloud", "ai")])
def test_conditions_look_at_places(condition, given):
    source = with_condition(condition)
    cells = {Key("urgent"): Cell(given)} if given else {}
    definition = parse_definition(source)
    shown = variables_on(find_path(definition, cells))

    assert problems_in(definition) == []
    assert ("more" in shown) is NaiveRouting(source, cells).is_shown("more")
    if condition == FIRST:
        assert ("more" in shown) is (given[:1] == ("ai",))


@pytest.mark.parametrize(
    "condition",
    [
        {"left": {"rank": {"variable": "urgent", "choice": "none"}}, "at_most": 1},
        {"left": {"rank": {"variable": "hired", "choice": "yes"}}, "at_most": 1},
        {"left": {"rank": {"variable": "urgent", "choice": "ai"}}, "more_than": 3},
    ],
    ids=["no-choice", "no-order", "beyond-the-last"],
)
def test_linter_refuses_places_that_cannot_be(condition):
    assert problems_in(parse_definition(with_condition(condition)))


def test_asking_for_more_places_breaks_the_series():
    few, many = (
        parse_definition(definition_with(order(ranks=ranks))).questions["urgent"] for ranks in (2, 3)
    )

    assert compare(many, few) == "break"
    assert compare(few, few) == "same"


def test_one_file_carries_an_order(db):
    version = publish_version(VersionFactory(definition=definition_with(order(ranks=2))), by=None)
    content = as_file(version)
    Questionnaire.objects.exclude(pk=version.questionnaire_id).delete()

    draft, problems = import_questionnaire(content)

    assert (draft.definition, problems) == (version.definition, [])
