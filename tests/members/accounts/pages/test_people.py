"""The people of an organisation: who sees them, and what an owner may do to their access."""

import pytest
from django.urls import reverse

from members.enums import AccountRole
from members.models import AccessInvitation, OrganisationUser
from tests.conftest import sign_in
from tests.factories.members import (
    AccessInvitationFactory,
    AccessRequestFactory,
    OrganisationUserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("organisations", [1, 3])
def test_home_costs_the_same_queries(client, django_assert_num_queries, organisations):
    user = UserFactory()
    OrganisationUserFactory.create_batch(organisations, user=user)
    sign_in(client, user)

    # session, user, roles with their organisations, which of those give training
    with django_assert_num_queries(4):
        response = client.get(reverse("account:home"))
    assert len(response.context["accounts"]) == organisations


@pytest.mark.parametrize("colleagues", [1, 3])
def test_people_cost_the_same_queries(cast, django_assert_num_queries, colleagues):
    OrganisationUserFactory.create_batch(colleagues, organisation=cast.organisation)
    AccessInvitationFactory.create_batch(colleagues, organisation=cast.organisation)
    AccessRequestFactory.create_batch(colleagues, organisation=cast.organisation)
    client = cast.client("owner")

    # session, user, own role, colleagues, invitations, requests
    with django_assert_num_queries(6):
        client.get(cast.people)


def test_everybody_of_the_organisation_sees_who_its_owners_are(cast):
    page = cast.client("colleague").get(cast.people).content.decode()

    assert cast.owner.user.email in page
    assert str(AccountRole.OWNER.label) in page
    assert cast.stranger.user.email not in page


@pytest.mark.parametrize(("who", "status"), [("owner", 200), ("colleague", 200), ("stranger", 404)])
def test_people_page_is_for_the_organisation(cast, who, status):
    assert cast.client(who).get(cast.people).status_code == status


@pytest.mark.parametrize(("who", "status"), [("owner", 302), ("colleague", 404), ("stranger", 404)])
def test_only_an_owner_invites(cast, who, status):
    data = {"email": "new@example.org", "role": "editor"}

    assert cast.client(who).post(cast.people, data).status_code == status
    assert AccessInvitation.objects.filter(email="new@example.org").exists() is (status == 302)


def test_invitation_with_mistakes_keeps_what_was_typed(cast):
    response = cast.client("owner").post(cast.people, {"email": "not an address", "role": "editor"})

    assert response.status_code == 422
    assert "not an address" in response.content.decode()


def test_invitations_are_few_per_hour(cast, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"invite": "2/h/user"}
    client = cast.client("owner")

    answers = [client.post(cast.people, {"email": f"a{n}@example.org", "role": "viewer"}) for n in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]


@pytest.mark.parametrize("name", ["colleague", "invitation-change", "request"])
@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_only_an_owner_touches_others_access(cast, name, who):
    row = {
        "colleague": lambda: cast.owner,
        "invitation-change": lambda: AccessInvitationFactory(organisation=cast.organisation),
        "request": lambda: AccessRequestFactory(organisation=cast.organisation),
    }[name]()
    data = {"role": "viewer", "remove": "1", "decision": "approve"}

    assert cast.client(who).post(cast.url(name, row), data).status_code == 404
    assert OrganisationUser.objects.filter(pk=cast.owner.pk, role="owner").exists()


@pytest.mark.parametrize("name", ["colleague", "invitation-change", "request"])
def test_owner_reaches_rows_of_the_own_organisation_only(cast, name):
    row = {
        "colleague": lambda: cast.stranger,
        "invitation-change": AccessInvitationFactory,
        "request": AccessRequestFactory,
    }[name]()

    assert cast.client("owner").post(cast.url(name, row), {"remove": "1"}).status_code == 404


def test_owner_changes_a_role_and_ends_access(cast):
    client = cast.client("owner")

    client.post(cast.url("colleague", cast.colleague), {"role": "editor"})
    cast.colleague.refresh_from_db()
    role = cast.colleague.role
    client.post(cast.url("colleague", cast.colleague), {"remove": "1"})

    assert role == "editor"
    assert not OrganisationUser.objects.filter(pk=cast.colleague.pk).exists()


def test_colleague_may_leave_but_not_rise(cast):
    client = cast.client("colleague")

    client.post(cast.url("colleague", cast.colleague), {"role": "owner"})
    cast.colleague.refresh_from_db()
    role = cast.colleague.role
    client.post(cast.url("colleague", cast.colleague), {"remove": "1"})

    assert role == "viewer"
    assert not OrganisationUser.objects.filter(pk=cast.colleague.pk).exists()


def test_last_owner_is_told_why_not(cast):
    response = cast.client("owner").post(cast.url("colleague", cast.owner), {"remove": "1"}, follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert OrganisationUser.objects.filter(pk=cast.owner.pk).exists()


@pytest.mark.parametrize(
    ("data", "state"),
    [
        ({"decision": "approve", "role": "viewer"}, "approved"),
        ({"decision": "reject", "reason": "Unknown here."}, "rejected"),
        ({"decision": "reject", "reason": " "}, "pending"),
        ({}, "pending"),
    ],
)
def test_owner_decides_a_request(cast, data, state):
    wish = AccessRequestFactory(organisation=cast.organisation)

    cast.client("owner").post(cast.url("request", wish), data)

    wish.refresh_from_db()
    assert wish.state == state
