"""The pages under /cuenta/: owner, colleague and stranger; the invitation's page; sessions."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from members.enums import AccountRole
from members.models import AccessInvitation, AccessRequest, OrganisationUser, SignedInSession
from tests.conftest import sign_in
from tests.factories.members import (
    AccessInvitationFactory,
    AccessRequestFactory,
    OrganisationFactory,
    OrganisationUserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"


class Cast:
    """An organisation with an owner and a colleague, and a stranger who owns another one."""

    def __init__(self):
        self.organisation = OrganisationFactory(legal_name="Marea Alta, S.L.")
        self.owner = OrganisationUserFactory(organisation=self.organisation)
        self.colleague = OrganisationUserFactory(organisation=self.organisation, role="viewer")
        self.stranger = OrganisationUserFactory()
        self.people = reverse("account:people", args=[self.organisation.slug])

    def client(self, who) -> Client:
        return sign_in(Client(), getattr(self, who).user)

    def url(self, name, row):
        return reverse(f"account:{name}", args=[self.organisation.slug, row.pk])


@pytest.fixture
def cast():
    return Cast()


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


def ask(client, **fields):
    data = {"name": "Bea", "email": "bea@example.org", "organisation_text": "Marea Alta, S.L."} | fields
    return client.post(reverse("account:ask"), data, follow=True)


def test_asking_is_answered_the_same_whether_the_organisation_is_known(cast):
    answers = [
        ask(Client(), email="a@example.org"),
        ask(Client(), email="b@example.org", organisation_text="Nobody knows"),
        ask(Client(), email=cast.owner.user.email),
    ]

    pages = {answer.content.decode().partition("<main")[2] for answer in answers}
    assert len(pages) == 1
    assert AccessRequest.objects.count() == 3


def test_asking_has_its_limits(settings):
    answers = [ask(Client(), email=f"a{n}@example.org").status_code for n in range(6)]

    assert answers == [200] * 5 + [429]


def browser(user, agent, address="203.0.113.77"):
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    client.get(reverse("account:ask"))
    client.force_login(user)
    # force_login has no request of the browser; the next visit tells.
    session = client.session
    session["signed_in"] = session["signed_in"] | {"seen": 0}
    session.save()
    client.get(reverse("account:home"))
    return client


def test_sessions_are_listed_with_device_and_half_an_address(cast):
    browser(cast.owner.user, FIREFOX)
    client = browser(cast.owner.user, PHONE, "2001:db8:1:2:3::4")

    rows = client.get(reverse("account:sessions")).context["sessions"]

    assert {(row.device, row.network) for row in rows} == {
        ("Firefox · Linux", "203.0.113.0/24"),
        ("Safari · iPhone", "2001:db8:1::/48"),
    }


def test_one_session_is_signed_out(cast):
    first, second = browser(cast.owner.user, FIREFOX), browser(cast.owner.user, PHONE)
    row = SignedInSession.objects.get(device__startswith="Firefox")

    second.post(reverse("account:sessions"), {"session": row.pk})

    assert first.get(reverse("account:home")).status_code == 302
    assert second.get(reverse("account:home")).status_code == 200


def test_all_other_sessions_are_signed_out(cast):
    others = [browser(cast.owner.user, FIREFOX) for _ in range(2)]
    mine = browser(cast.owner.user, PHONE)

    mine.post(reverse("account:sessions"))

    assert [other.get(reverse("account:home")).status_code for other in others] == [302, 302]
    assert mine.get(reverse("account:home")).status_code == 200


def test_nobody_ends_sessions_of_others(cast):
    theirs = browser(cast.stranger.user, FIREFOX)
    row = SignedInSession.objects.get()

    cast.client("owner").post(reverse("account:sessions"), {"session": row.pk})

    assert theirs.get(reverse("account:home")).status_code == 200


def test_session_list_follows_a_changed_key(cast):
    client = browser(cast.owner.user, FIREFOX)
    session = client.session
    session.cycle_key()
    session.save()
    client.cookies["sessionid"] = session.session_key

    client.get(reverse("account:home"))

    assert SignedInSession.objects.get().session_key == session.session_key


def test_email_is_changed_by_a_press_in_the_own_session(cast, mailoutbox, django_capture_on_commit_callbacks):
    client = cast.client("owner")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account:email"), {"email": "New@example.org"})
    link = re.search(r"https?://[^/]+(/\S+)", mailoutbox[0].body).group(1)

    client.get(link)
    unchanged = OrganisationUser.objects.get(pk=cast.owner.pk).user.email
    strange = cast.client("stranger").post(link).status_code
    client.post(link)

    assert unchanged == cast.owner.user.email
    assert strange == 404
    assert OrganisationUser.objects.get(pk=cast.owner.pk).user.email == "new@example.org"


def test_taken_address_is_answered_the_same(cast, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = cast.client("owner").post(reverse("account:email"), {"email": cast.stranger.user.email})

    assert response.url == reverse("account:email")
    assert mailoutbox[0].to == [cast.stranger.user.email]
    assert "http" not in mailoutbox[0].body
