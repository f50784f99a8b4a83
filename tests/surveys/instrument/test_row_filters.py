"""A grid whose rows are those that an earlier grid has a figure in."""

import copy
from decimal import Decimal

import pytest
from django.utils import translation

from surveys.instrument.cells import BLANK, Cell, Key
from surveys.instrument.checks import failures
from surveys.instrument.linter import problems_in
from surveys.instrument.parser import parse_definition
from surveys.instrument.routing import find_path
from tests.factories.surveys import TINY, ask, choices, page, words

ROWS = [{"code": code, "label": words(code)} for code in ("dev", "qa", "pm")]
TICKS = {"code": "knows", "label": words("Knows"), "kind": "multiple", "choices": choices("ai", "cloud")}


def figure(code):
    return {"code": code, "label": words(code), "kind": "number", "min": 0, "max": 50}


def definition(rows_if, *, checks=(), rows=ROWS):
    pages = [
        page("first", ask("roles", "grid", rows=ROWS, columns=[figure("now"), figure("soon")])),
        page("second", ask("details", "grid", rows=rows, columns=[figure("new"), TICKS], rows_if=rows_if)),
        page("third", ask("notes", "text")),
    ]
    section = {"code": "s", "title": words("S"), "pages": pages}
    return {**copy.deepcopy(TINY), "sections": [section], "checks": list(checks)}


BY_ROLES = {"variable": "roles", "cols": ["now", "soon"]}
DEFINITION = parse_definition(definition(BY_ROLES))


def rows_asked(cells, of=DEFINITION):
    step = find_path(of, cells).find("s", "second")
    return [row.code for row in step.questions[0].rows] if step else None


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        ({}, None),
        ({("dev", "now"): 2}, ["dev"]),
        ({("pm", "soon"): 1, ("dev", "now"): 2}, ["dev", "pm"]),
        ({("dev", "now"): 0, ("qa", "soon"): 0}, None),
        ({("dev", "now"): 1, ("qa", "now"): 1, ("pm", "now"): 1}, ["dev", "qa", "pm"]),
    ],
    ids=str,
)
def test_only_rows_with_a_figure_are_asked_and_a_page_without_rows_is_left_out(cells, rows):
    assert rows_asked({Key("roles", *place): Cell(Decimal(value)) for place, value in cells.items()}) == rows


def test_cell_that_is_blank_or_left_out_asks_no_row():
    assert (
        rows_asked({Key("roles", "dev", "now"): BLANK, Key("roles"): Cell(status="not_applicable")}) is None
    )


def test_answer_in_a_row_that_is_asked_no_more_is_kept_aside():
    cells = {
        Key("roles", "dev", "now"): Cell(Decimal(1)),
        Key("details", "dev", "new"): Cell(Decimal(3)),
        Key("details", "qa", "new"): Cell(Decimal(4)),
    }

    assert find_path(DEFINITION, cells).cells.keys() == cells.keys() - {Key("details", "qa", "new")}


def test_rows_asked_keep_the_very_cells_of_the_definition():
    question = DEFINITION.questions["details"].narrowed(["qa"])

    assert [slot.key.row for slot in question.slots()] == ["qa", "qa"]
    assert all(DEFINITION.slots[slot.key] is slot for slot in question.slots())
    assert DEFINITION.questions["details"].narrowed(["dev", "qa", "pm"]) is DEFINITION.questions["details"]


@pytest.mark.parametrize(
    ("rows_if", "problem"),
    [
        (
            {"variable": "ghost", "cols": ["now"]},
            "The rows of “details” depend on “ghost”, which is no grid.",
        ),
        (
            {"variable": "notes", "cols": ["now"]},
            "The rows of “details” depend on “notes”, which is no grid.",
        ),
        (
            {"variable": "details", "cols": ["new"]},
            "The rows of “details” depend on “details”, which no earlier page asks.",
        ),
        (
            {"variable": "roles", "cols": ["gone"]},
            "The rows of “details” depend on columns of “roles” that are no figures.",
        ),
        (
            {"variable": "roles", "cols": []},
            "The rows of “details” depend on columns of “roles” that are no figures.",
        ),
        (
            {"variable": "details", "cols": ["knows"]},
            "The rows of “details” depend on columns of “details” that are no figures.",
        ),
    ],
    ids=str,
)
def test_linter_refuses_rows_that_depend_on_nothing(rows_if, problem):
    with translation.override("en"):
        assert problem in problems_in(parse_definition(definition(rows_if)))


def test_linter_refuses_a_row_that_the_earlier_grid_does_not_have():
    rows = [*ROWS, {"code": "cto", "label": words("CTO")}]

    with translation.override("en"):
        problems = problems_in(parse_definition(definition(BY_ROLES, rows=rows)))

    assert problems == ["“details” would never ask its row “cto”: “roles” has no such row."]


def test_linter_refuses_a_row_filter_on_a_question_without_rows():
    source = definition(BY_ROLES)
    source["sections"][0]["pages"][2]["questions"][0]["rows_if"] = BY_ROLES

    with translation.override("en"):
        assert problems_in(parse_definition(source)) == [
            "“notes” has no rows of its own to choose from: leave out “rows_if”."
        ]


def test_linter_passes_rows_that_depend_on_an_earlier_grid():
    assert problems_in(DEFINITION) == []


def check(right, **rest):
    rule = {"each_row": "details", "left": {"col": "new"}, "at_most": right}
    return {
        "code": "c",
        "section": "s",
        "severity": "hard",
        "message": words("{row}: {left}"),
        "rule": rule,
        **rest,
    }


def test_check_of_each_row_may_read_the_same_row_of_another_grid():
    of = parse_definition(definition(BY_ROLES, checks=[check({"variable": "roles", "col": "now"})]))
    cells = {
        Key("roles", "dev", "now"): Cell(Decimal(2)),
        Key("details", "dev", "new"): Cell(Decimal(3)),
        Key("roles", "qa", "now"): Cell(Decimal(3)),
        Key("details", "qa", "new"): Cell(Decimal(3)),
    }

    with translation.override("en"):
        assert problems_in(of) == []
        assert [(f.row, f.message) for f in failures(of, cells)] == [("dev", "dev: 3")]


def test_linter_refuses_a_check_of_each_row_on_a_grid_without_that_row():
    rows = [*ROWS, {"code": "cto", "label": words("CTO")}]
    source = definition(None, checks=[check({"variable": "roles", "col": "now"})], rows=rows)

    with translation.override("en"):
        assert problems_in(parse_definition(source)) == [
            "The check “c” reads the same row of “roles”, which has no row “cto”."
        ]
