import uuid
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from surveys.answering.actions import save_cells
from surveys.answering.cells import Change
from surveys.fielding.links import renew_access_code
from tests.factories.surveys import InvitationFactory, ResponseFactory

COMPLETE = [
    Change("people", 12),
    Change("hired", "yes"),
    Change("reasons", ["pay"]),
    Change("roles", 3, row="dev", col="now"),
]


class Fields(HTMLParser):
    """What the fields of a page hold, by name: the text, or what is ticked."""

    def __init__(self, markup):
        super().__init__()
        self.held = {}
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        is_choice = attrs.get("type") in ("radio", "checkbox")
        if tag == "input" and "name" in attrs and (not is_choice or "checked" in attrs):
            self.held[attrs["name"]] = attrs.get("value", "")


def held(page):
    return Fields(page.content.decode()).held


def press(invitation, client=None):
    """Open an invitation's link, press its button and show whose it is if asked; return the client."""
    client = client or Client()
    if knock(invitation, client).url == reverse("surveys:prove", args=[invitation.pk]):
        show_access_code(invitation.unit, client)
    return client


def knock(invitation, client):
    """Open an invitation's link and press its button; return where that leads."""
    address = reverse("surveys:entry", args=[invitation.token])
    ticket = client.get(address).context["ticket"]
    return client.post(address, {"ticket": ticket}, headers={"Sec-Fetch-Site": "same-origin"})


def show_access_code(unit, client):
    """Type the company's access code, as the cluster gives it by phone."""
    address, code = reverse("surveys:access-code"), renew_access_code(unit, by=None)
    client.get(address)
    token = client.cookies["csrftoken"].value
    answer = client.post(address, {"code": code, "csrfmiddlewaretoken": token})
    assert answer.status_code == 302


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
