import uuid

import pytest

from surveys.answering.actions import save_cells
from surveys.answering.cells import Change
from tests.factories.surveys import ResponseFactory

COMPLETE = [
    Change("people", 12),
    Change("hired", "yes"),
    Change("reasons", ["pay"]),
    Change("roles", 3, row="dev", col="now"),
]


@pytest.fixture
def response(db):
    """A response just begun, to the tiny questionnaire of an open edition."""
    return ResponseFactory()


@pytest.fixture
def complete_response(response):
    """The same with every required answer given."""
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")
    return response
