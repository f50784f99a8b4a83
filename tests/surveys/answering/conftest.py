import uuid

import pytest
from django.test import Client
from django.urls import reverse

from surveys.answering.actions import save_cells
from surveys.answering.cells import Change
from tests.factories.surveys import InvitationFactory, ResponseFactory

COMPLETE = [
    Change("people", 12),
    Change("hired", "yes"),
    Change("reasons", ["pay"]),
    Change("roles", 3, row="dev", col="now"),
]


def press(invitation, client=None):
    """Open an invitation's link and press its button, as a person does; return the client."""
    client = client or Client()
    address = reverse("surveys:entry", args=[invitation.token])
    ticket = client.get(address).context["ticket"]
    client.post(address, {"ticket": ticket}, headers={"Sec-Fetch-Site": "same-origin"})
    return client


@pytest.fixture
def response(db):
    """A response just begun, to the tiny questionnaire of an open edition."""
    return ResponseFactory()


@pytest.fixture
def complete_response(response):
    """The same with every required answer given."""
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")
    return response


@pytest.fixture
def invitation(response):
    return InvitationFactory(unit=response.unit, person__given_name="Ada", person__family_name="Pérez")


@pytest.fixture
def owner(invitation):
    """A browser that pressed the button of the invitation."""
    return press(invitation)


@pytest.fixture
def colleague(response):
    """A browser with another invitation to the same unit."""
    return press(InvitationFactory(unit=response.unit, person__given_name="Bea", person__family_name="Ruiz"))


@pytest.fixture
def stranger(response):
    """A browser with an invitation to another company of the same edition."""
    return press(InvitationFactory(unit__campaign=response.unit.campaign))
