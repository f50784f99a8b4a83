"""Asking for access to an organisation: who hears of it, and how it is decided."""

import pytest

from members.accounts import actions
from members.accounts.actions import AccessRefused
from members.models import AccessInvitation, AccessRequest
from tests.factories.members import (
    AccessRequestFactory,
    OrganisationFactory,
    OrganisationUserFactory,
    UserFactory,
)
from tests.members.accounts.actions.conftest import token_in

pytestmark = pytest.mark.django_db


def ask(**fields) -> AccessRequest:
    fields = {"name": "Bea", "email": "bea@soto.example", "organisation_text": "Nobody knows"} | fields
    return AccessRequest(**fields)


@pytest.mark.parametrize(
    ("typed", "email"),
    [
        ("marea alta", "bea@elsewhere.example"),
        ("  MAREA ÁLTA, S.L. ", "bea@elsewhere.example"),
        ("something else", "bea@marea.example"),
        ("something else", "bea@MAREA.example"),
    ],
    ids=["trade name", "legal name", "domain", "domain in capitals"],
)
def test_request_goes_to_the_owners_of_what_was_meant(sent, typed, email):
    owner = OrganisationUserFactory(
        organisation__legal_name="Marea Alta, S.L.",
        organisation__trade_name="Marea Alta",
        organisation__website="https://www.marea.example/nosotros",
    )
    OrganisationUserFactory(organisation=owner.organisation, role="editor")

    mails = sent(actions.ask_for_access, ask(organisation_text=typed, email=email))

    assert [mail.to for mail in mails] == [[owner.user.email]]
    assert AccessRequest.objects.get().organisation == owner.organisation


@pytest.mark.parametrize(
    "website", ["https://marea.example.evil.org", "https://notmarea.example", "https://mareaXexample"]
)
def test_request_is_not_taken_for_a_similar_domain(sent, website):
    OrganisationUserFactory(organisation__website=website)

    sent(actions.ask_for_access, ask(email="bea@marea.example"))

    assert AccessRequest.objects.get().organisation is None


@pytest.mark.parametrize("known", [True, False])
def test_request_without_owners_goes_to_the_managers(sent, manager, known):
    OrganisationFactory(legal_name="Marea Alta, S.L.")
    UserFactory(is_staff=True)

    mails = sent(actions.ask_for_access, ask(organisation_text="Marea Alta, S.L." if known else "Otra"))

    assert [mail.to for mail in mails] == [[manager.email]]
    assert "/admin/members/accessrequest/" in mails[0].body


def test_second_request_while_one_waits_is_dropped(sent, manager):
    sent(actions.ask_for_access, ask())

    mails = sent(actions.ask_for_access, ask(email="BEA@soto.example"))

    assert len(mails) == AccessRequest.objects.count() == 1


def test_approved_request_becomes_an_invitation_to_the_address(sent, manager):
    wish = AccessRequestFactory(email="bea@example.org")

    (mail,) = sent(actions.approve_request, wish, role="editor", by=manager)

    assert mail.to == ["bea@example.org"]
    account = actions.accept_invitation(actions.find_invitation(token_in(mail)))
    assert (account.organisation, account.role) == (wish.organisation, "editor")
    wish.refresh_from_db()
    assert (wish.state, wish.decided_by) == ("approved", manager)


def test_rejected_request_tells_the_reason(sent, manager):
    wish = AccessRequestFactory()

    (mail,) = sent(actions.reject_request, wish, reason="Nobody of that name works here.", by=manager)

    assert mail.to == [wish.email]
    assert "Nobody of that name works here." in mail.body
    assert not AccessInvitation.objects.exists()


@pytest.mark.parametrize(
    "second",
    [
        lambda wish, by: actions.approve_request(wish, role="owner", by=by),
        lambda wish, by: actions.reject_request(wish, reason="No.", by=by),
    ],
)
def test_request_is_decided_once(manager, second):
    wish = AccessRequestFactory()
    stale = AccessRequest.objects.get(pk=wish.pk)
    actions.reject_request(wish, reason="No.", by=manager)

    with pytest.raises(AccessRefused):
        second(stale, manager)

    assert not AccessInvitation.objects.exists()


def test_request_of_an_unknown_organisation_cannot_be_approved(manager):
    with pytest.raises(AccessRefused):
        actions.approve_request(AccessRequestFactory(organisation=None), role="owner", by=manager)
