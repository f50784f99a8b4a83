"""Signing in with a code: one answer for everybody, few tries, and no way round for managers."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from members.models import User
from tests.factories.members import OrganisationUserFactory, UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN = reverse("account_request_login_code")
CODE = reverse("account_confirm_login_code")
HOME = reverse("account:home")


def request_code(client, email):
    return client.post(SIGN_IN, {"email": email}, follow=True)


def code_in(mail) -> str:
    return re.search(r"^[A-Z0-9]{3,4}-[A-Z0-9]{3,4}$", mail.body, re.MULTILINE).group()


def shape(response, email):
    """The answer without what differs between any two visits."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.redirect_chain, response.status_code, page.replace(email, "ADDRESS")


@pytest.fixture
def ada():
    return OrganisationUserFactory(user__email="ada@example.org").user


def test_code_signs_in(client, ada, mailoutbox):
    request_code(client, "Ada@Example.org")

    response = client.post(CODE, {"code": code_in(mailoutbox[0])})

    assert response.url == HOME
    assert client.get(HOME).context["accounts"].get().user == ada


def test_code_is_good_in_the_browser_that_asked_only(ada, mailoutbox):
    request_code(Client(), ada.email)
    other = Client()

    other.post(CODE, {"code": code_in(mailoutbox[0])})

    assert other.get(HOME).status_code == 302


@pytest.mark.parametrize("kind", ["unknown", "closed", "manager"])
def test_answer_is_the_same_for_everybody(client, ada, kind, mailoutbox, django_assert_num_queries):
    emails = {"unknown": "nobody@example.org", "closed": "gone@example.org", "manager": "boss@example.org"}
    UserFactory(email="gone@example.org", is_active=False)
    UserFactory(email="boss@example.org", is_staff=True)

    known = shape(request_code(Client(), ada.email), ada.email)
    other = shape(request_code(client, emails[kind]), emails[kind])

    assert other == known
    assert [mail.to for mail in mailoutbox] == [[ada.email], [emails[kind]]]
    assert not re.search(r"[A-Z0-9]{3,4}-[A-Z0-9]{3,4}", mailoutbox[1].body)


@pytest.mark.parametrize("kind", ["known", "unknown"])
def test_wrong_code_is_answered_the_same(client, ada, kind):
    email = ada.email if kind == "known" else "nobody@example.org"
    request_code(client, email)

    answers = [client.post(CODE, {"code": "AAAA-AAAA"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert answers[2].url == SIGN_IN
    assert client.get(HOME).status_code == 302


def test_work_is_comparable_for_an_unknown_address(ada, django_assert_max_num_queries):
    """The same mails (above) and, but for reading one account, the same queries."""
    counts = []
    for email in (ada.email, "nobody@example.org"):
        client = Client()
        with django_assert_max_num_queries(80) as queries:
            client.post(SIGN_IN, {"email": email})
        counts.append(len(queries))

    assert abs(counts[0] - counts[1]) <= 1


def test_third_wrong_code_ends_the_try(client, ada, mailoutbox):
    request_code(client, ada.email)
    for _ in range(3):
        client.post(CODE, {"code": "AAAA-AAAA"})

    client.post(CODE, {"code": code_in(mailoutbox[0])})

    assert client.get(HOME).status_code == 302


def test_codes_for_one_address_are_few(ada, mailoutbox):
    for _ in range(6):
        request_code(Client(), ada.email)

    assert len(mailoutbox) == 3


def test_codes_for_one_visitor_are_few_whatever_the_address(mailoutbox):
    answers = [Client().post(SIGN_IN, {"email": f"nobody{n}@example.org"}) for n in range(25)]

    assert len(mailoutbox) == 20
    assert answers[-1].status_code == 200


def test_limits_hold_across_processes(ada, mailoutbox):
    """They count in the database: another process sees the same table."""
    from django.core.cache import caches  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    request_code(Client(), ada.email)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE '%%request_login_code%%'")
        assert cursor.fetchone()[0] == 4
    assert type(caches["default"]).__name__ == "DatabaseCache"


def test_manager_gets_no_code_but_word_where_to_sign_in(client, mailoutbox):
    boss = UserFactory(is_staff=True)

    request_code(client, boss.email)

    assert reverse("account_login") in mailoutbox[0].body


def test_nobody_can_sign_up(client):
    client.post(reverse("account_signup"), {"email": "new@example.org", "password1": "correct horse battery"})

    assert not User.objects.exists()


@pytest.mark.parametrize("who", ["company", "nobody"])
def test_password_reset_is_answered_the_same_and_for_managers_only(client, ada, who, mailoutbox):
    email = ada.email if who == "company" else "nobody@example.org"
    boss = UserFactory(is_staff=True)

    known = client.post(reverse("account_reset_password"), {"email": boss.email})
    other = client.post(reverse("account_reset_password"), {"email": email})

    assert (known.status_code, known.url) == (other.status_code, other.url)
    reset = re.compile(reverse("account_reset_password") + r"\w+-")
    assert reset.search(mailoutbox[0].body)
    assert not reset.search(mailoutbox[1].body)


def test_new_manager_chooses_a_password_by_the_link(client, mailoutbox):
    boss = UserFactory(is_staff=True, password=None)
    client.post(reverse("account_reset_password"), {"email": boss.email})
    link = re.search(r"https?://[^/]+(/\S+)", mailoutbox[0].body).group(1)

    page = client.get(link, follow=True)
    words = "siete mareas de enero"
    client.post(page.redirect_chain[-1][0], {"password1": words, "password2": words})

    boss.refresh_from_db()
    assert boss.check_password(words)
    assert client.get(reverse("admin:index")).status_code == 302


def test_next_leads_to_no_other_site(client, ada, mailoutbox):
    client.post(
        f"{SIGN_IN}?next=https://evil.example/", {"email": ada.email, "next": "https://evil.example/"}
    )

    response = client.post(
        f"{CODE}?next=https://evil.example/",
        {"code": code_in(mailoutbox[0]), "next": "https://evil.example/"},
    )

    assert "evil" not in response.url


def test_sign_in_takes_a_new_session_key(client, ada, mailoutbox):
    request_code(client, ada.email)
    before = client.session.session_key

    client.post(CODE, {"code": code_in(mailoutbox[0])})

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
