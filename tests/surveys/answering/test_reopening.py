"""Changing an early answer: what depends on it is set apart, never deleted, and comes back as it was."""

import copy
import uuid

import pytest

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.instrument.actions import publish_version
from tests.factories.surveys import TINY, ResponseFactory, VersionFactory
from tests.surveys.answering.conftest import COMPLETE

NOTES = Change("notes", "Hello")
ROLES = {"sum": {"variable": "roles", "col": "now"}}


def response_with(condition):
    """Return a complete response whose page of notes opens under a condition, with notes."""
    definition = {**copy.deepcopy(TINY), "checks": []}
    definition["sections"][1]["pages"][2]["show_if"] = condition
    response = ResponseFactory(
        unit__campaign__version=publish_version(VersionFactory(definition=definition), by=None)
    )
    save(response, *COMPLETE, NOTES)
    return response


def save(response, *changes):
    return save_cells(response, changes, request_id=uuid.uuid4(), actor="Ada")


def on_path(response):
    rows = response.answers.select_related("variable")
    return {row.variable.code: (row.on_path, row.value) for row in rows}


@pytest.mark.parametrize(
    ("condition", "closing", "opening"),
    [
        ({"variable": "people", "at_least": 12}, Change("people", 11), Change("people", 12)),
        ({"variable": "people", "less_than": 13}, Change("people", 13), Change("people", 12)),
        (
            {"variable": "people", "equals": {"multiply": [4, ROLES]}},
            Change("roles", 2, row="dev", col="now"),
            Change("roles", 3, row="dev", col="now"),
        ),
        (
            {"left": ROLES, "more_than": 2},
            Change("roles", None, row="dev", col="now"),
            Change("roles", 3, row="dev", col="now"),
        ),
        (
            {"variable": "reasons", "count_at_least": 1, "among": ["pay", "place"]},
            Change("hired", "no"),
            Change("hired", "yes"),
        ),
        (
            {"left": {"divide": [12, {"variable": "people"}]}, "at_most": 1},
            Change("people", status="not_known"),
            Change("people", 12),
        ),
    ],
    ids=str,
)
def test_dependent_answer_is_set_apart_and_comes_back(db, condition, closing, opening):
    response = response_with(condition)
    before = on_path(response)
    assert before["notes"] == (True, "Hello")

    save(response, closing)
    after = on_path(response)
    assert after["notes"] == (False, "Hello")
    untouched = before.keys() - {"notes", "reasons", closing.variable}
    assert {code: after[code] for code in untouched} == {code: before[code] for code in untouched}

    save(response, opening)
    assert on_path(response) == before


def test_answer_set_apart_is_not_sent_and_not_deleted(db):
    response = response_with({"variable": "people", "at_least": 10})
    save(response, Change("people", 9))

    submission = submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")

    assert "notes" not in {answer["variable"] for answer in submission.payload["answers"]}
    assert on_path(response)["notes"] == (False, "Hello")
