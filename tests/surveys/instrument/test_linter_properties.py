"""What holds of the linter whatever it is given: it never falls over, and never calls open doors shut."""

import copy
import itertools
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.proofs.naive_routing import NaiveRouting
from surveys.instrument.cells import Cell, Key
from surveys.instrument.checks import failures
from surveys.instrument.definition import DefinitionError
from surveys.instrument.linter import problems_in
from surveys.instrument.linter.reach import Reach
from surveys.instrument.parser import parse_definition
from surveys.instrument.routing import find_path
from surveys.instrument.shipped import read_shipped
from tests.factories.surveys import TINY
from tests.surveys.instrument.small import CODES, MOST, answers_to, questionnaires
from tests.thorough import examples

SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
RICH = {
    **copy.deepcopy(TINY),
    "checks": [
        *TINY["checks"],
        {
            **TINY["checks"][0],
            "code": "share",
            "rule": {
                "left": {"divide": [{"count": {"variable": "reasons"}}, {"variable": "people"}]},
                "equals": {"subtract": [{"previous": {"variable": "people"}}, 1.5]},
                "tolerance": 2,
            },
        },
        {**TINY["checks"][1], "code": "far", "rule": {"deviation": {"variable": "people", "ratio": 3}}},
    ],
}
RICH["sections"][0]["pages"][2]["show_if"] = {
    "all": [
        {"variable": "hired", "in": ["yes"]},
        {"not": {"variable": "people", "at_least": {"multiply": [2, 3]}}},
    ]
}
scalars = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        1.5,
        10**400,
        float("nan"),
        "",
        "people",
        "roles",
        "now",
        "number",
        "{people|x}",
        "ñ\0",
    ]
)
junk = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["variable", "left", "at_most", "sum", "col", "kind", "code", "all", "is", "es"]),
            inner,
            max_size=2,
        )
    ),
    max_leaves=4,
)


def places_in(value, path=()):
    """Yield the path of every value within a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield (*path, name)
        yield from places_in(inner, (*path, name))


def at(value, path):
    for name in path:
        value = value[name]
    return value


@st.composite
def mutated(draw):
    """A sound definition with some values removed, replaced, repeated or moved elsewhere."""
    definition = copy.deepcopy(draw(st.sampled_from([RICH, TINY])))
    for _ in range(draw(st.integers(1, 4))):
        places = list(places_in(definition))
        *path, name = draw(st.sampled_from(places))
        holder = at(definition, path)
        match draw(st.sampled_from(["remove", "replace", "repeat", "move"])):
            case "remove":
                del holder[name]
            case "replace":
                holder[name] = draw(junk)
            case "repeat" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[name]))
            case _:
                holder[name] = copy.deepcopy(at(definition, draw(st.sampled_from(places))))
    return definition


@settings(max_examples=examples(600), **SLOW)
@given(mutated())
def test_linter_never_falls_over(source):
    try:
        definition = parse_definition(source)
    except DefinitionError:
        return

    assert all(isinstance(problem, str) and problem for problem in problems_in(definition))


@settings(max_examples=examples(100), **SLOW)
@given(mutated())
def test_what_the_linter_passes_can_be_walked(source):
    try:
        definition = parse_definition(source)
    except DefinitionError:
        return
    if problems_in(definition):
        return

    path = find_path(definition, {Key("people"): Cell(Decimal(3))}, {Key("people"): Cell(Decimal(9))})
    failures(definition, path.cells, {})
    assert path.steps


@settings(max_examples=examples(200), **SLOW)
@given(questionnaires().flatmap(lambda s: st.tuples(st.just(s), answers_to(s), answers_to(s))))
def test_what_is_called_unreachable_is_never_shown(case):
    source, cells, before = case
    definition = parse_definition(source)
    reach = Reach(definition)
    shut = {q.variable for _s, page in definition.pages() for q in page.questions if not reach.shows(page, q)}

    shown = {
        variable
        for *_rest, variables in NaiveRouting(source, cells, before).pages()
        for variable in variables
    }

    assert not shown & shut


def every_answer(source):
    """Yield all answers there are to a questionnaire of choices and small numbers."""
    values = {}
    for section in source["sections"]:
        for page in section["pages"]:
            for asked in page["questions"]:
                given = [None, *([Cell(status="not_known")] if "opt_out" in asked else [])]
                if asked["kind"] == "number":
                    # A half between all whole numbers, since a condition may compare with one.
                    given += [Cell(Decimal(number) / 2) for number in range(2 * MOST + 1)]
                else:
                    given += [Cell(code) for code in CODES]
                values[Key(asked["variable"])] = given
    for combination in itertools.product(*values.values()):
        yield {key: cell for key, cell in zip(values, combination, strict=True) if cell}


@settings(max_examples=examples(60), **SLOW)
@given(questionnaires(kinds=("single",), looks_back=False))
def test_of_choices_exactly_the_unreachable_is_called_so(source):
    definition = parse_definition(source)
    reach = Reach(definition)
    called = {q.variable for _s, page in definition.pages() for q in page.questions if reach.shows(page, q)}
    variables = {q.variable for _s, page in definition.pages() for q in page.questions}
    if len(variables) > 5:
        return

    shown = set()
    for cells in every_answer(source):
        shown |= {v for *_rest, names in NaiveRouting(source, cells).pages() for v in names}

    assert called == shown


def test_shipped_questionnaire_is_sound_and_quickly_checked():
    assert problems_in(parse_definition(read_shipped())) == []
