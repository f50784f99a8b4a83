"""A questionnaire of which no question has to be answered, as a newcomer's first one."""

import copy
import uuid

import pytest
from django.urls import reverse

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.answering.errors import NotReady
from surveys.instrument.actions import publish_version
from tests.factories.surveys import TINY, InvitationFactory, ResponseFactory, VersionFactory
from tests.surveys.answering.conftest import press
from tests.surveys.authoring.conftest import question


@pytest.fixture
def response(db):
    definition = copy.deepcopy(TINY)
    for variable in ("people", "hired", "reasons"):
        question(definition, variable)["required"] = False
    version = publish_version(VersionFactory(definition=definition), by=None)
    return ResponseFactory(unit__campaign__version=version)


@pytest.fixture
def owner(response):
    return press(InvitationFactory(unit=response.unit))


def next_sections(owner, response) -> list[str]:
    hub = owner.get(reverse("surveys:hub", args=[response.pk]))
    return [stage.section.code for stage in hub.context["stages"] if stage.is_next]


def answer(response, *changes):
    save_cells(response, changes, request_id=uuid.uuid4(), actor="Ada")


def test_list_of_sections_leads_on_to_the_first_without_an_answer(owner, response):
    assert next_sections(owner, response) == ["company"]

    answer(response, Change("people", 12))
    assert next_sections(owner, response) == ["staff"]

    answer(response, Change("notes", "Palabras"))
    assert next_sections(owner, response) == []


def test_questionnaire_without_any_answer_is_not_sent(owner, response):
    check = owner.get(reverse("surveys:check", args=[response.pk]))

    assert check.context["says_nothing"]
    assert 'name="declared"' not in check.content.decode()
    with pytest.raises(NotReady, match="."):
        submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")

    answer(response, Change("people", 12))
    assert 'name="declared"' in owner.get(reverse("surveys:check", args=[response.pk])).content.decode()
    assert submit_response(response, idempotency_key=uuid.uuid4(), by="Ada").sequence == 1
