"""The sessions of an account, and its address."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from members.models import OrganisationUser, SignedInSession

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"


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
