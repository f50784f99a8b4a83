"""The link of the e-mail: what a scanner gets, what a person gets, and who may press."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.models import Answer, Invitation, Response
from tests.factories.surveys import InvitationFactory
from tests.surveys.answering.conftest import press
from tests.thorough import examples

SEALS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def address(token):
    return reverse("surveys:entry", args=[token])


def everything():
    """All that a visit might change."""
    return (
        list(Invitation.objects.order_by("pk").values()),
        list(Response.objects.values()),
        list(Answer.objects.values()),
        Session.objects.count(),
    )


def seals(response):
    return {name: response[name] for name in SEALS}


@pytest.mark.parametrize("method", ["get", "head"])
def test_link_opened_by_a_scanner_100_times_changes_nothing(db, method):
    invitation = InvitationFactory()
    before, client = everything(), Client()

    answers = [getattr(client, method)(address(invitation.token)) for _ in range(100)]

    assert {answer.status_code for answer in answers} == {200}
    assert all(seals(answer) == SEALS for answer in answers)
    assert not client.cookies
    assert everything() == before


def test_landing_page_is_the_same_for_every_company(client, db):
    pages = []
    for invitation in InvitationFactory.create_batch(2):
        answer = client.get(address(invitation.token))
        text = answer.content.decode().replace(answer.context["ticket"], "TICKET")
        pages.append(text.replace(invitation.token, "TOKEN"))
        assert invitation.unit.name_at_launch not in text
        assert invitation.person.work_email not in text

    assert len({page.partition("<main")[2] for page in pages}) == 1


def test_press_starts_a_session_and_leaves_the_token_behind(db):
    invitation = InvitationFactory()
    client = Client()
    ticket = client.get(address(invitation.token)).context["ticket"]

    answer = client.post(
        address(invitation.token), {"ticket": ticket}, headers={"Sec-Fetch-Site": "same-origin"}
    )

    response = Response.objects.get(unit=invitation.unit)
    assert answer.status_code == 303
    assert answer.url == reverse("surveys:start", args=[response.pk])
    assert invitation.token not in answer.url
    assert seals(answer) == SEALS
    invitation.refresh_from_db()
    assert invitation.last_used_at is not None


def test_press_rotates_the_session_key(db):
    invitation = InvitationFactory()
    client = press(invitation)
    first = client.session.session_key

    press(invitation, client)

    assert client.session.session_key != first
    assert not Session.objects.filter(session_key=first).exists()


def test_press_twice_keeps_one_response_and_the_same_scope(db):
    invitation = InvitationFactory()

    for client in (press(invitation), press(invitation)):
        response = Response.objects.get(unit=invitation.unit)
        assert client.get(reverse("surveys:start", args=[response.pk])).status_code == 200


def test_press_works_with_csrf_checks_enforced(db):
    invitation = InvitationFactory()

    client = press(invitation, Client(enforce_csrf_checks=True))

    response = Response.objects.get(unit=invitation.unit)
    assert client.get(reverse("surveys:start", args=[response.pk])).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Origin": "http://testserver"}, 303),
        ({"Origin": "null"}, 303),
        ({}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Origin": "https://evil.example"}, 403),
    ],
)
def test_press_must_come_from_our_own_page(db, headers, status):
    invitation = InvitationFactory()
    client = Client()
    ticket = client.get(address(invitation.token)).context["ticket"]

    answer = client.post(address(invitation.token), {"ticket": ticket}, headers=headers)

    assert answer.status_code == status
    assert bool(client.cookies) is (status == 303)


@pytest.mark.parametrize("ticket", ["", "forged", "other"])
def test_press_needs_this_links_own_ticket(db, ticket):
    mine, other = InvitationFactory.create_batch(2)
    client = Client()
    if ticket == "other":
        ticket = client.get(address(other.token)).context["ticket"]

    answer = client.post(address(mine.token), {"ticket": ticket}, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 403
    assert not client.cookies
    assert not Response.objects.exists()


def test_press_after_hours_on_the_page_asks_to_press_again(db):
    invitation = InvitationFactory()
    client = Client()
    ticket = client.get(address(invitation.token)).context["ticket"]

    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        answer = client.post(address(invitation.token), {"ticket": ticket})

    assert answer.status_code == 403
    assert answer.context["refused"]


@pytest.mark.parametrize(
    "state",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"unit__in_scope": False, "unit__out_reason": "Closed down"},
    ],
    ids=["revoked", "expired", "out of scope"],
)
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_unusable_link_looks_like_an_unknown_one(db, state, method):
    invitation = InvitationFactory(**state)
    client = Client()

    unknown = getattr(client, method)(address("no-such-token"))
    unusable = getattr(client, method)(address(invitation.token))

    assert (unknown.status_code, unusable.status_code) == (404, 404)
    assert seals(unusable) == seals(unknown) == SEALS
    assert unusable.content.partition(b"<main")[2] == unknown.content.partition(b"<main")[2]
    assert not client.cookies


def test_unknown_link_says_whom_to_ask(client, db, settings):
    assert settings.SUPPORT_EMAIL in client.get(address("no-such-token")).content.decode()


@settings(
    max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.text(st.characters(exclude_characters="/?#\\", exclude_categories=["Cs", "Cc"]), min_size=1))
def test_wrong_tokens_open_nothing(db, token):
    InvitationFactory()

    answer = Client().post(address(token), {"ticket": "x"})

    assert answer.status_code == 404
    assert not Response.objects.exists()
    Invitation.objects.all().delete()


def test_closed_edition_says_so_to_a_company_that_never_began(db):
    invitation = InvitationFactory(unit__campaign__state="closed", unit__campaign__closed_at=timezone.now())
    client = Client()
    ticket = client.get(address(invitation.token)).context["ticket"]

    answer = client.post(address(invitation.token), {"ticket": ticket})

    assert answer.url == reverse("surveys:closed")
    assert client.get(answer.url).status_code == 200
    assert not Response.objects.exists()


@pytest.mark.parametrize("name", ["access", "closed", "left"])
def test_pages_around_the_questionnaire_answer_anybody(client, db, name):
    answer = client.get(reverse(f"surveys:{name}"))

    assert answer.status_code == 200
    assert not client.cookies
