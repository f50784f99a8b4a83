"""The manager's decision on a change of identity: by action, in the panel, and two at once."""

from functools import partial

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from members.enums import PanelRole
from members.models import ChangeRequest, Identifier, Organisation
from members.roles import give_role
from members.selfservice.actions import ChangeRefused, approve_change, reject_change, request_change
from members.selfservice.free import seal
from members.selfservice.identity import identity_of
from tests.conftest import sign_in
from tests.factories.members import (
    ChangeRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    OrganisationUserFactory,
    UserFactory,
)
from tests.members.accounts.test_races import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    made = OrganisationFactory(legal_name="Marea Alta, S.L.")
    Identifier.objects.create(organisation=made, value="B64717838")
    return made


@pytest.fixture
def asked(organisation):
    account = OrganisationUserFactory(organisation=organisation, user__email="ada@example.org")
    new = identity_of(organisation) | {"legal_name": "Marea Nueva, S.L.", "number": "A58818501"}
    return ChangeRequestFactory(organisation=organisation, requested_by=account.user, new=new)


def decide(client, asked, **data):
    return client.post(reverse("admin:members_changerequest_change", args=[asked.pk]), data, follow=True)


def test_approval_writes_name_and_number_and_tells_who_asked(
    asked, manager, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        approve_change(asked, by=manager)

    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("approved", manager)
    assert identity_of(Organisation.objects.get(pk=asked.organisation_id)) == asked.new
    assert Identifier.objects.count() == 1
    [sent] = mail.outbox
    assert sent.to == ["ada@example.org"]
    assert reverse("account:data", args=[asked.organisation.slug]) in sent.body


def test_refusal_sends_its_reason_and_changes_nothing(asked, manager, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        reject_change(asked, reason="The deed says another name.", by=manager)

    asked.refresh_from_db()
    assert asked.state == "rejected"
    assert identity_of(asked.organisation) == asked.old
    assert "The deed says another name." in mail.outbox[0].body


def test_record_that_moved_on_makes_the_request_outdated(asked, manager, django_capture_on_commit_callbacks):
    Organisation.objects.update(legal_name="Marea Baja, S.L.")

    with django_capture_on_commit_callbacks(execute=True):
        approve_change(asked, by=manager)

    asked.refresh_from_db()
    assert asked.state == "outdated"
    assert identity_of(asked.organisation) == asked.old | {"legal_name": "Marea Baja, S.L."}
    assert len(mail.outbox) == 1


def test_who_has_left_the_organisation_gets_no_mail(asked, manager, django_capture_on_commit_callbacks):
    other = OrganisationUserFactory(organisation=asked.organisation)
    asked.organisation.accounts.exclude(pk=other.pk).delete()

    with django_capture_on_commit_callbacks(execute=True):
        approve_change(asked, by=manager)

    assert mail.outbox == []


def test_number_of_another_organisation_is_refused_and_the_request_waits(asked, manager):
    Identifier.objects.create(organisation=OrganisationFactory(), value="A58818501")

    with pytest.raises(ChangeRefused):
        approve_change(asked, by=manager)

    asked.refresh_from_db()
    assert asked.state == "pending"
    assert identity_of(Organisation.objects.get(pk=asked.organisation_id)) == asked.old


def test_organisation_without_a_number_gets_one(organisation, manager):
    organisation.identifiers.all().delete()
    old = identity_of(organisation)
    new = old | {"scheme": "ES-NIF", "number": "A58818501"}
    asked = request_change(organisation, new=new, seen=seal(old), by=UserFactory())

    approve_change(asked, by=manager)

    assert Identifier.objects.get().value == "A58818501"


@pytest.mark.parametrize("again", [approve_change, partial(reject_change, reason="No")])
def test_decision_is_taken_once(asked, manager, again):
    approve_change(asked, by=manager)

    with pytest.raises(ChangeRefused):
        again(asked, by=manager)
    asked.refresh_from_db()
    assert asked.state == "approved"


@pytest.mark.parametrize(
    "row",
    [{}, {"state": "approved"}, {"state": "rejected", "decided_at": "2026-01-01T00:00Z"}],
    ids=["a second one waits", "decided without a time", "refused without a reason"],
)
def test_database_refuses_impossible_requests(asked, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequestFactory(organisation=asked.organisation, **row)


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_make_one_change(asked):
    managers = UserFactory.create_batch(2, is_staff=True)

    def approve(by):
        try:
            return approve_change(asked, by=by)
        except ChangeRefused:
            return None

    results = all_at_once(*[lambda by=by: approve(by) for by in managers])

    assert sum(result is not None for result in results) == 1
    assert ChangeRequest.objects.get().state == "approved"
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_leave_one(organisation):
    people, old = UserFactory.create_batch(4), identity_of(organisation)

    def ask(by):
        try:
            return request_change(organisation, new=old | {"legal_name": "X"}, seen=seal(old), by=by)
        except ChangeRefused:
            return None

    results = all_at_once(*[lambda by=by: ask(by) for by in people])

    assert sum(result is not None for result in results) == 1
    assert ChangeRequest.objects.count() == 1


def test_panel_shows_the_difference_and_approves(asked, manager_client):
    page = manager_client.get(reverse("admin:members_changerequest_change", args=[asked.pk]))
    assert "<del>B64717838</del>" in page.content.decode()
    assert "<ins>A58818501</ins>" in page.content.decode()

    decide(manager_client, asked, decision="approve")

    asked.refresh_from_db()
    assert asked.state == "approved"


def test_panel_refuses_only_with_a_reason(asked, manager_client):
    page = decide(manager_client, asked, decision="reject", why=" ")
    assert "why" in page.context["adminform"].form.errors

    decide(manager_client, asked, decision="reject", why="Send the deed.")

    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("rejected", "Send the deed.")


def test_panel_warns_of_what_stands_in_the_way(asked, manager_client):
    holder = OrganisationFactory(legal_name="Nube Inventada, S.L.")
    Identifier.objects.create(organisation=holder, value="A58818501")
    url = reverse("admin:members_changerequest_change", args=[asked.pk])

    assert "Nube Inventada, S.L." in manager_client.get(url).content.decode()
    page = decide(manager_client, asked, decision="approve")

    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    asked.refresh_from_db()
    assert asked.state == "pending"


def test_panel_says_that_a_request_is_outdated(asked, manager_client):
    Organisation.objects.filter(pk=asked.organisation_id).update(kind="foundation")

    page = decide(manager_client, asked, decision="approve")

    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    asked.refresh_from_db()
    assert asked.state == "outdated"


@pytest.mark.parametrize("role", [PanelRole.EDITOR, PanelRole.AUDITOR])
def test_others_of_the_team_read_and_do_not_decide(asked, client, role):
    user = UserFactory()
    give_role(user, role)
    sign_in(client, user)
    url = reverse("admin:members_changerequest_change", args=[asked.pk])

    page = client.get(url)
    assert "<ins>A58818501</ins>" in page.content.decode()
    assert 'name="decision"' not in page.content.decode()
    assert client.post(url, {"decision": "approve"}).status_code == 403
    asked.refresh_from_db()
    assert asked.state == "pending"


@pytest.mark.parametrize("requests", [1, 3])
def test_list_of_requests_costs_the_same_queries(manager_client, django_assert_num_queries, requests):
    ChangeRequestFactory.create_batch(requests)

    with django_assert_num_queries(6):
        page = manager_client.get(reverse("admin:members_changerequest_changelist"))
    assert page.context["cl"].result_count == requests


@pytest.mark.parametrize(("choice", "found"), [("yes", ["Marea"]), ("no", ["Nube"])])
def test_list_of_organisations_knows_who_has_confirmed(manager_client, choice, found):
    for name in ("Marea", "Nube"):
        MembershipFactory(organisation=OrganisationFactory(legal_name=name))
    OrganisationFactory(legal_name="Not a member")
    Organisation.objects.get(legal_name="Marea").confirmations.create(year=timezone.localdate().year)

    page = manager_client.get(reverse("admin:members_organisation_changelist"), {"confirmed": choice})

    assert [one.legal_name for one in page.context["cl"].result_list] == found


def test_managers_are_told_of_a_change_asked_for(
    organisation, mailoutbox, django_capture_on_commit_callbacks
):
    boss = UserFactory(email="boss@example.org", is_staff=True, is_superuser=True)
    UserFactory(email="gone@example.org", is_staff=True, is_superuser=True, is_active=False)
    identity = identity_of(organisation)

    with django_capture_on_commit_callbacks(execute=True):
        request = request_change(
            organisation,
            new=identity | {"legal_name": "Marea Nueva, S.L."},
            seen=seal(identity),
            by=UserFactory(name="Ada"),
        )

    (mail,) = mailoutbox
    assert mail.to == [boss.email]
    assert f"/changerequest/{request.pk}/" in mail.body
