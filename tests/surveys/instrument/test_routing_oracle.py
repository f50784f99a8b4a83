"""Routing against a second, naive one: the same pages, for every questionnaire and every answer."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.proofs.naive_routing import NaiveRouting
from surveys.instrument.cells import Cell, Key
from surveys.instrument.checks import failures
from surveys.instrument.parser import parse_definition
from surveys.instrument.routing import find_path, variables_on
from surveys.instrument.shipped import read_shipped
from tests.surveys.instrument.small import CODES, MOST, OPERATORS, answers_to, questionnaires, relation
from tests.thorough import examples


def rows_of(path):
    """The rows that each grid on a path asks."""
    grids = [question for question in path.questions() if question.rows and not question.is_list]
    return {grid.variable: [row.code for row in grid.rows] for grid in grids}


def pages_of(path):
    return [
        (step.section.code, step.page.code, tuple(question.variable for question in step.questions))
        for step in path.steps
    ]


cases = questionnaires().flatmap(
    lambda source: st.tuples(st.just(source), answers_to(source), answers_to(source))
)

RANDOM = settings(max_examples=examples(200), deadline=None, suppress_health_check=[HealthCheck.too_slow])


@RANDOM
@given(cases)
def test_path_agrees_with_the_naive_one(case):
    source, cells, before = case

    path = find_path(parse_definition(source), cells, before)

    naive = NaiveRouting(source, cells, before)
    assert pages_of(path) == naive.pages()
    assert rows_of(path) == {variable: naive.rows_of(variable) for variable in rows_of(path)}


@RANDOM
@given(cases)
def test_changing_an_answer_reopens_only_what_depends_on_it(case):
    """Answers behind a closed question are kept, count for nothing, and come back unchanged."""
    source, cells, before = case
    definition = parse_definition(source)
    path = find_path(definition, cells, before)

    assert {key.variable for key in path.cells} <= variables_on(path)
    assert all(cells[key] == cell for key, cell in path.cells.items())
    assert find_path(definition, path.cells, before).steps == path.steps
    for changed in list(cells):
        others = {key: cell for key, cell in cells.items() if key != changed}
        after = find_path(definition, others, before)
        if changed.variable not in variables_on(path):
            assert after.steps == path.steps
        for step in path.steps:
            for question in step.questions:
                if not reads_of(definition, question.variable) & {changed.variable}:
                    assert question.variable in variables_on(after)


def reads_of(definition, variable):
    """Return every variable that decides, at first or second hand, whether one is shown."""
    found, waiting = set(), [variable]
    while waiting:
        name = waiting.pop()
        for _section, page in definition.pages():
            for question in page.questions:
                if question.variable == name:
                    if question.rows_if:
                        found.add(question.rows_if.variable)
                        waiting.append(question.rows_if.variable)
                    for condition in filter(None, (page.show_if, question.show_if)):
                        new = {read.key.variable for read in condition.reads()} - found
                        found |= new
                        waiting += new
    return found


def in_conditions(source):
    definition = parse_definition(source)
    items = [item for _, page in definition.pages() for item in (page, *page.questions) if item.show_if]
    return {read.key for item in items for read in item.show_if.reads()}


def test_shipped_questionnaire_agrees_on_every_path():
    source = read_shipped()
    definition = parse_definition(source)
    keys = sorted(in_conditions(source))
    values = [[None, *(Cell(choice.code) for choice in definition.slots[key].choices)] for key in keys]

    found = set()
    wanted = [Key("profiles", "qa", "now"), Key("profiles", "pm", "hires-24")]
    figures = [None, Cell(Decimal(0)), Cell(Decimal(2))]
    for combination in itertools.product(*values, figures, figures):
        cells = {key: cell for key, cell in zip((*keys, *wanted), combination, strict=True) if cell}
        pages = pages_of(find_path(definition, cells))
        assert pages == NaiveRouting(source, cells).pages()
        found.add(tuple(pages))

    assert len(found) >= 4


@pytest.mark.parametrize("value", [*CODES, None])
@pytest.mark.parametrize("number", [*range(MOST + 1), None])
def test_new_operators_agree_on_every_answer(value, number):
    source = {
        "code": "s",
        "title": {"es": "s", "en": "s"},
        "languages": ["es", "en"],
        "sections": [{"code": "s", "title": {}, "pages": pages_about_numbers()}],
    }
    cells = {Key("choice"): Cell(value)} if value else {}
    cells |= {Key("number"): Cell(Decimal(number))} if number is not None else {}

    assert pages_of(find_path(parse_definition(source), cells)) == NaiveRouting(source, cells).pages()


def pages_about_numbers():
    asked = [{"variable": "choice", "kind": "single", "choices": [{"code": code} for code in CODES]}]
    asked.append({"variable": "number", "kind": "number", "min": 0, "max": MOST, "show_if": IS_A})
    pages = [{"code": "first", "questions": asked}]
    for operator in ("less_than", "at_most", "equals", "at_least", "more_than"):
        for limit in (0, 2, 2.5):
            code = f"{operator}-{limit}"
            rule = {"variable": "number", operator: limit}
            pages.append({"code": code, "questions": [{"variable": code, "kind": "text"}], "show_if": rule})
    return pages


IS_A = {"not": {"variable": "choice", "is": "a"}}


def rules_about(source):
    """Draw a check between two figures of a questionnaire, of the kinds that conditions know too."""
    asked = tuple(q for section in source["sections"] for page in section["pages"] for q in page["questions"])
    numbers = [{"variable": q["variable"]} for q in asked if q["kind"] == "number"]
    grids = [{"variable": q["variable"]} for q in asked if q["kind"] == "grid"]
    figures = [*numbers, *({"sum": {**grid, "col": "x"}} for grid in grids)]
    figures += [{"count": {"variable": q["variable"]}} for q in asked if q["kind"] in ("multiple", "grid")]
    if not figures:
        return st.none()
    left = st.sampled_from(figures)
    made = st.builds(
        lambda a, b, how: {how: [a, b]}, left, left, st.sampled_from(["add", "divide", "multiply"])
    )
    right = st.one_of(st.integers(0, 9), left, made, left.map(lambda figure: {"previous": figure}))
    return st.builds(relation, left, st.sampled_from(OPERATORS), right)


@RANDOM
@given(cases.flatmap(lambda case: st.tuples(st.just(case), rules_about(case[0]))))
def test_check_agrees_with_the_naive_one(drawn):
    (source, cells, before), rule = drawn
    if rule is None:
        return
    check = {"code": "c", "section": "s0", "severity": "hard", "message": {}, "rule": rule}
    definition = parse_definition({**source, "checks": [check]})
    naive = NaiveRouting(source, cells, before)
    operator = next(name for name in rule if name != "left")
    figures = naive.figure(rule["left"]), naive.figure(rule[operator])

    found = failures(definition, find_path(definition, cells, before).cells, before)

    assert bool(found) is (None not in figures and not naive.stand(operator, *figures))
