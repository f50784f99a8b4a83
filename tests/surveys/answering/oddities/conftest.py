"""Answers with a figure that looks odd."""

import uuid

import pytest

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change

ODD = ("roles-within-people", "")
BECAUSE, RIGHT = "because--roles-within-people--", "right--roles-within-people--"


def save(response, *changes):
    return save_cells(response, changes, request_id=uuid.uuid4(), actor="Ada")


def submit(response, **rest):
    return submit_response(response, idempotency_key=uuid.uuid4(), by="Ada", **rest)


def flags(response):
    return list(
        response.check_flags.values_list("rule", "row_key", "state", "figures", "explanation", "actor")
    )


@pytest.fixture
def odd_response(complete_response):
    """Complete, with more people by role than there are: 3 and 10 of 12."""
    save(complete_response, Change("roles", 10, row="ops", col="now"))
    return complete_response
