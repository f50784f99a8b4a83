"""Who may act for an organisation: inviting, accepting, leaving, asking."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from members.accounts import actions
from members.accounts.actions import AccessRefused
from members.accounts.tokens import hash_token
from members.models import AccessInvitation, AccessRequest, OrganisationUser, User
from tests.factories.members import (
    AccessInvitationFactory,
    AccessRequestFactory,
    OrganisationFactory,
    OrganisationUserFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(django_capture_on_commit_callbacks, mailoutbox):
    """Run an action with what it leaves for after the commit; return the mails that came of it."""

    def run(action, *arguments, **named):
        with django_capture_on_commit_callbacks(execute=True):
            action(*arguments, **named)
        return mailoutbox

    return run


def token_in(mail) -> str:
    return re.search(r"/([\w-]{43})/", mail.body).group(1)


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


@pytest.mark.parametrize("change", [actions.remove_account, lambda a: actions.change_role(a, role="editor")])
def test_last_owner_stays(change):
    owner = OrganisationUserFactory()
    OrganisationUserFactory(organisation=owner.organisation, role="editor")
    OrganisationUserFactory(organisation=owner.organisation, role="owner", user__is_active=False)

    with pytest.raises(AccessRefused):
        change(owner)

    owner.refresh_from_db()
    assert owner.role == "owner"


@pytest.mark.parametrize("change", [actions.remove_account, lambda a: actions.change_role(a, role="editor")])
def test_one_of_two_owners_may_go(change):
    first = OrganisationUserFactory()
    second = OrganisationUserFactory(organisation=first.organisation)

    change(first)

    assert list(first.organisation.accounts.owners()) == [second]


def check_now():
    """Make the constraint that waits for the commit speak now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.delete(),
        lambda rows: rows.update(role="viewer"),
        lambda rows: rows.update(organisation=OrganisationFactory()),
    ],
    ids=["delete", "demote", "move"],
)
def test_database_keeps_an_owner_whatever_the_code_does(change):
    owner = OrganisationUserFactory()

    def try_it():
        with transaction.atomic():
            change(OrganisationUser.objects.filter(pk=owner.pk))
            check_now()

    with pytest.raises(IntegrityError):
        try_it()

    assert OrganisationUser.objects.get() == owner


def test_database_lets_owners_be_exchanged_in_one_transaction():
    owner = OrganisationUserFactory()

    with transaction.atomic():
        OrganisationUser.objects.all().delete()
        OrganisationUserFactory(organisation=owner.organisation)
        check_now()

    assert OrganisationUser.objects.owners().count() == 1


@pytest.mark.parametrize("gone", ["organisation", "user"])
def test_database_lets_an_owner_go_with_the_organisation_or_the_account(gone):
    owner = OrganisationUserFactory()

    with transaction.atomic():
        getattr(owner, gone).delete()
        check_now()

    assert not OrganisationUser.objects.exists()


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


def test_changed_address_signs_in_and_the_old_one_hears_of_it(sent):
    user = UserFactory(email="ada@old.example")

    (mail,) = sent(actions.change_email, user, email="Ada@new.example")

    user.refresh_from_db()
    assert user.email == "ada@new.example"
    assert mail.to == ["ada@old.example"]


def test_changed_address_must_be_free(sent):
    UserFactory(email="taken@example.org")
    user = UserFactory(email="ada@example.org")

    with pytest.raises(AccessRefused):
        actions.change_email(user, email="taken@example.org")

    user.refresh_from_db()
    assert user.email == "ada@example.org"


def test_link_of_a_new_address_is_for_its_account_and_good_once(sent):
    user, other = UserFactory(), UserFactory()
    (mail,) = sent(actions.ask_email_change, user, email="new@example.org")
    token = re.search(r"/([\w-]+:[\w-]+:[\w-]+)/", mail.body).group(1)

    assert actions.read_email_change(other, token) is None
    assert actions.read_email_change(user, token) == "new@example.org"
    actions.change_email(user, email="new@example.org")
    assert actions.read_email_change(user, token) is None


def test_expired_invitations_are_not_found():
    invitation = AccessInvitationFactory(token="t", expires_at=timezone.now() - timedelta(seconds=1))

    assert actions.find_invitation("t") is None
    assert invitation in AccessInvitation.objects.open()
