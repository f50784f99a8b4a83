"""Both margins of a grid: told on its page, written down for the script, and refused where units mix."""

import copy
import json
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answering.actions import save_cells
from surveys.answering.cells import Change
from surveys.answering.margins import live_rules, margins_of, row_totals
from surveys.instrument.actions import publish_version
from surveys.instrument.cells import Cell, Key
from surveys.instrument.checks import failures
from surveys.instrument.linter import problems_in
from surveys.instrument.parser import parse_definition
from tests.factories.surveys import TINY, InvitationFactory, ResponseFactory, VersionFactory, words
from tests.surveys.answering.conftest import press

TOTAL = {"label": words("Together"), "cols": ["now", "hard"]}
BALANCED = {
    "code": "roles-are-all",
    "section": "staff",
    "severity": "hard",
    "message": words("{left} is not {limit}: {difference}."),
    "rule": {"left": {"sum": {"variable": "roles", "col": "now"}}, "equals": {"variable": "people"}},
}


def with_margins(check=BALANCED, **rest):
    definition = copy.deepcopy(TINY)
    grid = definition["sections"][1]["pages"][0]["questions"][0]
    grid |= {"row_total": TOTAL} | rest
    definition["checks"].append(check)
    return definition


DEFINITION = with_margins()
PARSED = parse_definition(DEFINITION)
GRID = PARSED.questions["roles"]


@pytest.fixture
def response(db):
    version = publish_version(VersionFactory(definition=DEFINITION), by=None)
    return ResponseFactory(unit__campaign__version=version)


def cells_of(people, **now):
    cells = {Key("roles", row, "now"): Cell(Decimal(figure)) for row, figure in now.items()}
    return cells | ({Key("people"): Cell(Decimal(people))} if people is not None else {})


@pytest.mark.parametrize(
    ("cells", "state", "said"),
    [
        (cells_of(12, dev=7, ops=2), "short", "now (es), frente a «About people (es)»: 9 de 12; faltan 3."),
        (cells_of(12, dev=7, ops=5), "even", "now (es), frente a «About people (es)»: 12, que es el total."),
        (
            cells_of(12, dev=7, ops=6),
            "over",
            "now (es), frente a «About people (es)»: 13, que son 1 más que 12.",
        ),
        (
            cells_of(None, dev=7),
            "open",
            "now (es), frente a «About people (es)»: 7; aún no ha respondido la cifra con la que se compara.",
        ),
        (cells_of(12), "ahead", "now (es), frente a «About people (es)»: 12 en total."),
        (cells_of(None), "empty", "now (es), frente a «About people (es)»: sin cifras todavía."),
    ],
    ids=["short", "even", "over", "no-limit", "nothing-yet", "neither"],
)
def test_margin_says_the_difference(cells, state, said):
    margin = next(m for m in margins_of(PARSED, GRID, cells) if m.check.code == "roles-are-all")

    assert (margin.state, margin.words) == (state, said)


def test_margin_within_its_limit_is_not_doubted():
    margin = next(m for m in margins_of(PARSED, GRID, cells_of(12, dev=7)) if m.check.code != "roles-are-all")

    assert (margin.state, margin.words) == (
        "within",
        "now (es), frente a «About people (es)»: 7; el límite es 12.",
    )


def test_rules_are_written_down_for_the_script():
    row, limit, total = json.loads(live_rules(PARSED, GRID, cells_of(12), {"roles"}))

    assert row["left"] == {"rows": "own", "cols": ["hard"]}
    assert (row["operator"], row["each"]) == ("at_most", True)
    assert (limit["line"], total["line"]) == (0, 1)
    assert total["left"] == {"rows": [], "cols": ["now"]}
    assert total["right"] == {"number": 12.0}
    same_page = json.loads(live_rules(PARSED, GRID, {}, {"roles", "people"}))
    assert same_page[-1]["right"] == {"field": "people"}


def test_page_shows_margins_without_a_script(response):
    changes = [
        Change("people", 12),
        Change("roles", 7, row="dev", col="now"),
        Change("roles", 1, row="dev", col="hard"),
    ]
    save_cells(response, changes, request_id=uuid.uuid4(), actor="Ada")
    owner = press(InvitationFactory(unit=response.unit))

    text = owner.get(f"/encuesta/{response.pk}/staff/roles/").content.decode()

    assert "now (es), frente a «About people (es)»: 7 de 12; faltan 5." in text
    assert "<span data-row-total>8</span>" in text


def test_rows_are_added_up():
    cells = cells_of(12, dev=7) | {Key("roles", "dev", "hard"): Cell(Decimal(2))}

    assert dict(row_totals(GRID, cells)) == {"dev": "9", "ops": ""}


@pytest.mark.parametrize(
    "change",
    [
        {"row_total": {**TOTAL, "cols": ["now"]}},
        {"row_total": {**TOTAL, "cols": ["now", "gone"]}},
        {"row_total": {**TOTAL, "label": {"es": "Total"}}},
    ],
    ids=["one-column", "no-column", "untranslated"],
)
def test_linter_refuses_totals_that_cannot_be(change):
    assert problems_in(parse_definition(with_margins(**change)))


def test_linter_refuses_row_totals_of_mixed_units():
    definition = with_margins()
    columns = definition["sections"][1]["pages"][0]["questions"][0]["columns"]
    columns[0]["unit"], columns[1]["unit"] = words("people"), words("weeks")

    problems = problems_in(parse_definition(definition))
    assert any("people" in problem and "weeks" in problem for problem in problems)


def test_linter_refuses_margins_of_another_unit():
    definition = with_margins()
    definition["sections"][0]["pages"][0]["questions"][0]["unit"] = words("people")
    definition["sections"][1]["pages"][0]["questions"][0]["columns"][0]["unit"] = words("weeks")

    problems = problems_in(parse_definition(definition))
    assert any("roles-are-all" in problem and "weeks" in problem for problem in problems)


def test_linter_takes_margins():
    assert problems_in(PARSED) == []


figures = st.none() | st.integers(0, 20)


@given(figures, figures, figures)
def test_margin_is_uneven_if_and_only_if_the_check_fails(people, dev, ops):
    now = {row: figure for row, figure in (("dev", dev), ("ops", ops)) if figure is not None}
    cells = cells_of(people, **now)

    margin = next(m for m in margins_of(PARSED, GRID, cells) if m.check.code == "roles-are-all")
    failing = {failure.check.code for failure in failures(PARSED, cells)}

    assert (margin.state in ("short", "over")) is ("roles-are-all" in failing)
