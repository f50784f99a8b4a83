"""What the rows are to the rest: the receipt, the conditions, the linter, the close, the queries."""

import uuid
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from surveys.answering.actions import remove_row, save_cells, submit_response
from surveys.fielding.partials import cells_by_response
from surveys.instrument.cells import Cell, Key
from surveys.instrument.linter import problems_in
from surveys.instrument.parser import parse_definition
from surveys.instrument.routing import find_path
from tests.factories.surveys import (
    ask,
    page,
    words,
)
from tests.surveys.answering.conftest import COMPLETE
from tests.surveys.answering.lists.conftest import DEFINITION, NAME, PEOPLE, QUESTION, add
from tests.surveys.answering.test_kinds import definition_with, url

PARSED = parse_definition(DEFINITION)


def test_receipt_and_payload_hold_the_rows_in_their_order(owner, response):
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")
    first, gone, last = add(response, "Analista", 3), add(response, "Fuera", 9), add(response, "Tester", 1)
    remove_row(response, "own", uuid.UUID(gone), actor="Ada")
    owner.get(url(response, "check"))
    submission = submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")

    sent = [
        (row["row"], row["col"], row["value"])
        for row in submission.payload["answers"]
        if row["variable"] == "own"
    ]
    assert sent == [
        (first, "name", "Analista"),
        (first, "people", 3),
        (last, "name", "Tester"),
        (last, "people", 1),
    ]
    for name in ("receipt", "history"):
        assert "Tester" in owner.get(url(response, name)).content.decode()
    assert "Fuera" not in owner.get(url(response, "receipt")).content.decode()
    assert owner.get(reverse("surveys:receipt-pdf", args=[response.pk])).status_code == 200


def test_page_without_rows_asks_the_database_no_more(owner, response, django_assert_max_num_queries):
    add(response, "Analista", 1)
    with django_assert_max_num_queries(20) as few:
        owner.get(url(response))
    for number in range(8):
        add(response, f"Perfil {number}", number)
    with django_assert_max_num_queries(20) as many:
        owner.get(url(response))

    assert len(many) == len(few)


@pytest.mark.parametrize(
    "question",
    [
        ask("own", "list", columns=[]),
        ask("own", "list", columns=[PEOPLE]),
        ask("own", "list", columns=[{**NAME, "required": False}]),
        ask("own", "list", columns=[NAME], rows=[{"code": "a", "label": words("a")}]),
        ask("own", "grid", columns=[NAME], rows=[{"code": "a", "label": words("a")}]),
    ],
    ids=["no-columns", "no-name", "name-not-required", "rows", "text-in-a-grid"],
)
def test_linter_refuses(question):
    assert problems_in(parse_definition(definition_with(question)))


@pytest.mark.parametrize(
    "condition",
    [
        {"variable": "own", "count_at_least": 2},
        {"left": {"sum": {"variable": "own", "col": "people"}}, "at_least": 10},
    ],
    ids=["count", "sum"],
)
def test_conditions_look_at_the_rows_there_are(condition):
    definition = definition_with(QUESTION)
    definition["sections"][0]["pages"].append(page("more", ask("more", "text"), show_if=condition))
    parsed = parse_definition(definition)
    rows = [str(uuid.uuid4()) for _ in range(2)]
    cells = {Key("own", row, "people"): Cell(Decimal(5)) for row in rows}
    cells |= {Key("own", row, "name"): Cell("x") for row in rows}

    assert problems_in(parsed) == []
    assert find_path(parsed, cells, rows={"own": rows}).step_of("more")
    assert find_path(parsed, cells, rows={"own": rows[:1]}).step_of("more") is None


@given(st.lists(st.tuples(st.text(max_size=8), st.booleans()), max_size=6))
def test_only_rows_that_are_there_count(rows):
    keys = [str(uuid.uuid4()) for _ in rows]
    cells = {
        Key("own", key, "name"): Cell(text) for key, (text, _live) in zip(keys, rows, strict=True) if text
    }
    live = [key for key, (_text, there) in zip(keys, rows, strict=True) if there]

    path = find_path(PARSED, cells, rows={"own": live})
    question = next(q for q in path.questions() if q.variable == "own")

    assert [row.code for row in question.rows] == live
    assert {key.row for key in path.cells} == {key.row for key in cells} & set(live)


def test_removed_rows_do_not_count_when_an_edition_closes(response):
    wanted, removed = add(response, "Analyst", 2), add(response, "Tester", 500)
    remove_row(response, "own", removed, actor="Ada")

    cells = cells_by_response([response.pk])[response.pk]

    assert {key.row for key in cells} == {wanted}
