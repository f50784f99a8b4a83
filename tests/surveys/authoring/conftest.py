import copy
import uuid

import pytest

from surveys.answering.actions import save_cells
from surveys.instrument.versions import next_number
from tests.factories.surveys import PublishedVersionFactory, ResponseFactory, ask, page, words
from tests.surveys.answering.conftest import COMPLETE


def question(definition: dict, variable: str) -> dict:
    pages = (page for section in definition["sections"] for page in section["pages"])
    return next(asked for page in pages for asked in page["questions"] if asked["variable"] == variable)


def newer(version, change):
    """Return what a change makes of a version's definition, published as the next version."""
    definition = copy.deepcopy(version.definition)
    change(definition)
    questionnaire = version.questionnaire
    return PublishedVersionFactory(
        questionnaire=questionnaire, number=next_number(questionnaire), definition=definition
    )


def reworded(definition: dict) -> None:
    question(definition, "people")["label"] = words("How many people work here")


def restructured(definition: dict) -> None:
    """Drop the notes and a row of the grid, take a choice away, ask something new of everybody."""
    company, staff = definition["sections"]
    company["pages"].append(page("remote", ask("remote", "number", required=True, min=0, max=100)))
    staff["pages"] = [shown for shown in staff["pages"] if shown["code"] != "notes"]
    question(definition, "roles")["rows"].pop()
    reasons = question(definition, "reasons")
    reasons["choices"] = [choice for choice in reasons["choices"] if choice["code"] != "pay"]


@pytest.fixture
def response(db):
    """A response in progress to the tiny questionnaire, with every required answer given and some more."""
    response = ResponseFactory()
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")
    return response
