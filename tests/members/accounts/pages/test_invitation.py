"""The page of an invitation: looking changes nothing, one press gives the role."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from members.models import AccessInvitation, OrganisationUser
from tests.factories.members import (
    AccessInvitationFactory,
)

pytestmark = pytest.mark.django_db


def everything():
    return (
        list(AccessInvitation.objects.order_by("pk").values()),
        list(OrganisationUser.objects.values()),
        Session.objects.count(),
    )


@pytest.mark.parametrize("method", ["get", "head"])
def test_invitation_opened_by_a_scanner_changes_nothing(client, method):
    AccessInvitationFactory(token="a-token")
    before = everything()

    answers = [getattr(client, method)(reverse("account:invitation", args=["a-token"])) for _ in range(20)]

    assert {answer.status_code for answer in answers} == {200}
    assert {answer["Referrer-Policy"] for answer in answers} == {"no-referrer"}
    assert not client.cookies
    assert everything() == before


def press(client, token):
    url = reverse("account:invitation", args=[token])
    ticket = client.get(url).context["ticket"]
    return client.post(url, {"ticket": ticket}, headers={"Sec-Fetch-Site": "same-origin"})


def test_press_gives_the_role_and_signs_nobody_in(client):
    invitation = AccessInvitationFactory(token="a-token", email="ada@example.org")

    response = press(client, "a-token")

    assert response.status_code == 303
    assert OrganisationUser.objects.get().user.email == "ada@example.org"
    assert client.get(reverse("account:home")).status_code == 302
    invitation.refresh_from_db()
    assert invitation.accepted_at is not None


def test_used_link_still_leads_to_the_code(client):
    """A scanner that pressed first has locked nobody out."""
    AccessInvitationFactory(token="a-token", email="ada@example.org")
    press(Client(), "a-token")

    page = client.get(reverse("account:invitation", args=["a-token"])).content.decode()

    assert f'action="{reverse("account_request_login_code")}"' in page
    assert 'value="ada@example.org"' in page


@pytest.mark.parametrize(
    ("ticket", "headers"),
    [
        ("", {}),
        ("forged", {}),
        ("own", {"Sec-Fetch-Site": "cross-site"}),
        ("own", {"Origin": "https://evil.example"}),
    ],
)
def test_press_must_come_from_the_page(client, ticket, headers):
    AccessInvitationFactory(token="a-token")
    url = reverse("account:invitation", args=["a-token"])
    if ticket == "own":
        ticket = client.get(url).context["ticket"]

    assert client.post(url, {"ticket": ticket}, headers=headers).status_code == 403
    assert not OrganisationUser.objects.exists()


@pytest.mark.parametrize("token", ["no-such", "revoked"])
def test_unusable_links_look_the_same(client, token):
    from django.utils import timezone  # noqa: PLC0415

    AccessInvitationFactory(token="revoked", revoked_at=timezone.now())

    response = client.get(reverse("account:invitation", args=[token]))

    assert response.status_code == 404
    assert response.templates[0].name == "account/invitation_unknown.html"
