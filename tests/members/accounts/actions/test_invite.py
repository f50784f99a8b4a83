"""Inviting somebody to act for an organisation, and accepting."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.accounts import actions
from members.accounts.actions import AccessRefused
from members.accounts.tokens import hash_token
from members.models import AccessInvitation, OrganisationUser, User
from tests.factories.members import (
    AccessInvitationFactory,
    OrganisationFactory,
    OrganisationUserFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
)
from tests.members.accounts.actions.conftest import token_in

pytestmark = pytest.mark.django_db


def test_invite_sends_a_link_whose_token_the_database_does_not_know(sent):
    organisation = OrganisationFactory(legal_name="Marea Alta, S.L.")

    (mail,) = sent(actions.invite, organisation, email="Ada@Example.org", role="owner", by=None)

    invitation = AccessInvitation.objects.get()
    assert mail.to == ["ada@example.org"]
    assert "Marea Alta" in mail.subject
    assert invitation.token_hash == hash_token(token_in(mail))
    assert token_in(mail) not in str(AccessInvitation.objects.values().get())
    assert invitation.sent_at is not None


def test_invite_again_takes_the_earlier_link_back(sent):
    organisation = OrganisationFactory()
    sent(actions.invite, organisation, email="ada@example.org", role="viewer", by=None)

    first, second = sent(actions.invite, organisation, email="ada@example.org", role="owner", by=None)

    assert actions.find_invitation(token_in(first)) is None
    assert actions.find_invitation(token_in(second)).role == "owner"


def test_invite_refuses_somebody_with_access():
    account = OrganisationUserFactory(user__email="ada@example.org")

    with pytest.raises(AccessRefused):
        actions.invite(account.organisation, email="ADA@example.org", role="viewer", by=None)


def test_resend_makes_a_new_link(sent):
    organisation = OrganisationFactory()
    sent(actions.invite, organisation, email="ada@example.org", role="owner", by=None)

    first, second = sent(actions.resend_invitation, AccessInvitation.objects.get())

    assert actions.find_invitation(token_in(first)) is None
    assert actions.find_invitation(token_in(second)) is not None


def test_invitation_whose_mail_fails_says_so(sent, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1

    sent(actions.invite, OrganisationFactory(), email="ada@example.org", role="owner", by=None)

    invitation = AccessInvitation.objects.get()
    assert invitation.sent_at is None
    assert "ConnectionRefused" in invitation.error


def test_accept_makes_an_account_without_password():
    person = PersonFactory(work_email="Ada@example.org")
    invitation = AccessInvitationFactory(email="ada@example.org", role="editor")

    account = actions.accept_invitation(invitation)

    assert (account.organisation, account.role) == (invitation.organisation, "editor")
    assert account.user.email == "ada@example.org"
    assert not account.user.has_usable_password()
    assert not account.user.is_staff
    person.refresh_from_db()
    assert person.user == account.user


def test_accept_twice_gives_nothing_more():
    invitation = AccessInvitationFactory()
    actions.accept_invitation(invitation)

    assert actions.accept_invitation(invitation) is None
    assert OrganisationUser.objects.count() == 1


@pytest.mark.parametrize(
    ("had", "offered", "has"),
    [
        ("viewer", "owner", "owner"),
        ("owner", "viewer", "owner"),
        ("editor", "editor", "editor"),
        ("respondent", "editor", "editor"),
        ("viewer", "respondent", "viewer"),
    ],
)
def test_accept_with_an_account_keeps_the_greater_role(had, offered, has):
    account = OrganisationUserFactory(role=had, user__email="ada@example.org")
    invitation = AccessInvitationFactory(
        organisation=account.organisation, email="ada@example.org", role=offered
    )

    actions.accept_invitation(invitation)

    account.refresh_from_db()
    assert account.role == has
    assert User.objects.filter(email="ada@example.org").count() == 1


def test_accept_adds_a_second_organisation_to_an_account():
    account = OrganisationUserFactory(user__email="ada@example.org")

    actions.accept_invitation(AccessInvitationFactory(email="ada@example.org"))

    assert account.user.organisation_accounts.count() == 2


def test_accept_refuses_a_closed_account():
    UserFactory(email="ada@example.org", is_active=False)
    invitation = AccessInvitationFactory(email="ada@example.org")

    with pytest.raises(AccessRefused):
        actions.accept_invitation(invitation)

    invitation.refresh_from_db()
    assert invitation.accepted_at is None


@pytest.mark.parametrize("state", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now()}])
def test_accept_needs_an_open_invitation(state):
    assert actions.accept_invitation(AccessInvitationFactory(**state)) is None
    assert not OrganisationUser.objects.exists()


def test_contacts_are_invited_once_and_only_where_nobody_is(sent, manager):
    fresh = PostFactory(person__work_email="Ada@fresh.example")
    PostFactory(person__work_email="")
    PostFactory(role="hr")
    taken = PostFactory(person__work_email="bea@taken.example")
    OrganisationUserFactory(organisation=taken.organisation, user__email="bea@taken.example")
    everybody = list({post.organisation_id for post in (fresh, taken)})

    mails = sent(actions.invite_contacts, everybody, by=manager)
    again = sent(actions.invite_contacts, everybody, by=manager)

    assert [mail.to for mail in mails] == [["ada@fresh.example"]]
    assert len(again) == 1
    assert AccessInvitation.objects.get().role == "owner"


def test_expired_invitations_are_not_found():
    invitation = AccessInvitationFactory(token="t", expires_at=timezone.now() - timedelta(seconds=1))

    assert actions.find_invitation("t") is None
    assert invitation in AccessInvitation.objects.open()
