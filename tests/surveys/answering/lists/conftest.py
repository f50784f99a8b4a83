"""A question that is answered with rows of the company's own."""

import uuid

import pytest

from surveys.answering.actions import add_row, save_cells
from surveys.answering.cells import Change
from surveys.instrument.actions import publish_version
from tests.factories.surveys import (
    InvitationFactory,
    ResponseFactory,
    VersionFactory,
    ask,
    words,
)
from tests.surveys.answering.conftest import press
from tests.surveys.answering.test_kinds import definition_with, url

NAME = {"code": "name", "label": words("Profile"), "kind": "text", "required": True}
PEOPLE = {"code": "people", "label": words("People"), "kind": "number", "min": 0, "max": 500}
NO_ROW = "00000000-0000-4000-8000-000000000000"
QUESTION = ask("own", "list", columns=[NAME, PEOPLE])
DEFINITION = definition_with(QUESTION)


@pytest.fixture
def version(db):
    return publish_version(VersionFactory(definition=DEFINITION), by=None)


@pytest.fixture
def response(version):
    return ResponseFactory(unit__campaign__version=version)


@pytest.fixture
def owner(response):
    return press(InvitationFactory(unit=response.unit))


def add(response, name="", people=None):
    """Add a row with what it says; return its key."""
    key = str(add_row(response, "own", request_id=uuid.uuid4()).key)
    given = {"name": name or None, "people": people}
    changes = [Change("own", value, row=key, col=col) for col, value in given.items() if value is not None]
    if changes:
        save_cells(response, changes, request_id=uuid.uuid4(), actor="Ada")
    return key


def cell(row, col):
    return f"own--{row}--{col}"


def post(owner, response, then="continue", revision=None, request_id=None, **answers):
    response.refresh_from_db()
    envelope = {"revision": response.revision if revision is None else revision}
    envelope |= {"request_id": request_id or uuid.uuid4(), "then": then}
    return owner.post(url(response), envelope | answers)
