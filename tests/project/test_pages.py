import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tera.views import forbidden, server_error
from tera.wsgi import is_utf8
from tests.conftest import sign_in
from tests.factories.members import UserFactory

PUBLIC = [
    "study:home",
    "training:offer-list",
    "study:study-list",
    "actionplan:plan",
    "api:docs",
    "styleguide",
]


def page(client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_page_offers_a_skip_link_and_says_its_language(client, name):
    html = page(client, reverse(name))

    assert '<html lang="es">' in html
    assert '<a class="skip-link" href="#main">' in html
    assert '<main id="main"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_language_switch_leads_to_the_same_page(client, name):
    with override("en"):
        english = reverse(name)
    spanish = reverse(name)

    assert f'href="{english}?q=ia" hreflang="en" lang="en"' in page(client, f"{spanish}?q=ia")
    assert f'href="{spanish}?q=ia" hreflang="es" lang="es"' in page(client, f"{english}?q=ia")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "current"),
    [("training:offer-list", 1), ("study:study-list", 1), ("actionplan:plan", 1), ("study:home", 0)],
)
def test_menu_marks_where_the_visitor_is(client, name, current):
    html = page(client, reverse(name))

    # The list is drawn twice: for wide screens and in the small screen's menu.
    assert html.count(f'<a class="site-nav__link" href="{reverse(name)}" aria-current="page">') == 2 * current
    assert html.count("aria-current") == 2 * current


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [True, False])
def test_ribbon_stands_in_the_demonstration_only(client, settings, demo):
    settings.DEMO = demo

    assert ('class="ribbon"' in page(client, reverse("styleguide"))) is demo


@pytest.mark.django_db
def test_footer_credits_esco_and_names_the_contact(client, settings):
    settings.SUPPORT_EMAIL = "help@example.org"
    with override("en"):
        html = page(client, reverse("styleguide"))

    assert "This service uses the ESCO classification of the European Commission." in html
    assert 'href="mailto:help@example.org"' in html


@pytest.mark.django_db
def test_not_found_says_whom_to_ask_and_leads_home(client, settings):
    settings.SUPPORT_EMAIL = "help@example.org"

    response = client.get("/en/nothing-here/", headers={"X-Request-ID": "visit-1234"})

    html = response.content.decode()
    assert response.status_code == 404
    assert '<html lang="en">' in html
    assert 'href="mailto:help@example.org"' in html
    assert "<code>visit-1234</code>" in html
    assert 'href="/" hreflang="es"' in html


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_error_page_needs_nothing_but_the_request_id(name):
    # No database fixture: a query would fail the test.
    html = render_to_string(name, {"request_id": "visit-1234", "support_email": "help@example.org"})

    assert "<code>visit-1234</code>" in html
    assert "help@example.org" in html
    assert '<section lang="es">' in html
    assert '<section lang="en">' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("odd", "status"),
    [
        ({"HTTP_COOKIE": 'sessionid="\\000aaaaaaaa"'}, 200),
        ({"HTTP_COOKIE": 'messages="\\000"; csrftoken="\\000"'}, 200),
        ({"HTTP_HOST": "evil.example"}, 400),
    ],
    ids=lambda value: str(value)[:60],
)
def test_request_that_no_browser_sends_is_refused_or_read_without_its_cookie(client, settings, odd, status):
    settings.SUPPORT_EMAIL, settings.ALLOWED_HOSTS = "help@example.org", ["testserver"]

    response = client.get("/formacion/?q=%5Cud800", headers={"X-Request-ID": "visit-1234"}, **odd)

    assert response.status_code == status
    assert "help@example.org" in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert ("<code>visit-1234</code>" in response.content.decode()) is (status == 400)


@pytest.mark.parametrize(
    ("content_type", "read"),
    [
        ("", True),
        ("text/plain", True),
        ("application/json; charset=utf8", True),
        ("application/json; charset=us-ascii", True),
        ("text/plain; charset=base64", False),
        ('text/plain; charset="HEX"', False),
        ("text/plain; charset=undefined", False),
        ("text/plain; charset=unicode_escape", False),
        ("text/plain; charset=utf-16", False),
        ("text/plain; charset=nonsense", False),
        ("text/plain; charset=\xff", False),
        ("text/plain; charset=a\0b", False),
    ],
)
def test_only_requests_in_utf8_keep_their_type(content_type, read):
    assert is_utf8(content_type) is read


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "options", "put"])
def test_address_without_page_says_what_to_do(client, method):
    response = getattr(client, method)("/en/survey/bounced/", headers={"X-Request-ID": "visit-1234"})

    html = response.content.decode()
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Go back with the browser’s button" in html
    assert "<code>visit-1234</code>" in html
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_form_without_its_token_says_how_to_send_it():
    response = Client(enforce_csrf_checks=True).post("/en/survey/access-code/", {"code": "ABCD"})

    assert response.status_code == 403
    assert "Nothing was sent" in response.content.decode()
    assert '<html lang="en">' in response.content.decode()


@pytest.mark.django_db
def test_known_visitor_without_the_right_is_told_who_gives_it(client, rf):
    request = rf.get("/en/account/")
    request.request_id, request.user = "visit-1234", AnonymousUser()

    response = forbidden(request)

    assert response.status_code == 403
    assert "<code>visit-1234</code>" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["study:home", "members:organisation-list", "actionplan:plan"])
def test_page_for_somebody_known_stays_out_of_shared_caches(client, name):
    sign_in(client, UserFactory())

    kept = client.get(reverse(name))["Cache-Control"]

    assert {"private", "no-cache"} <= set(kept.split(", "))
    assert "public" not in kept
    assert "private" not in Client().get(reverse(name)).get("Cache-Control", "")


def test_server_error_shows_the_request_id(rf):
    request = rf.get("/")
    request.request_id = "visit-1234"

    response = server_error(request)

    assert response.status_code == 500
    assert "<code>visit-1234</code>" in response.content.decode()


def test_unreachable_database_is_a_503_worth_another_try(rf, monkeypatch):
    monkeypatch.setattr("tera.views.reachable", lambda: False)
    request = rf.get("/")
    request.request_id = "visit-1234"

    try:
        raise OperationalError("connection refused")
    except OperationalError:
        response = server_error(request)

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "<code>visit-1234</code>" in response.content.decode()


@pytest.mark.django_db
def test_styleguide_shows_every_component(client):
    html = page(client, reverse("styleguide"))

    for block in ("page-heading", "btn", "badge", "alert", "card", "stat", "progress-row", "data-table"):
        assert f'class="{block}' in html
    for block in ("chart", "chips", "empty-state", "pagination", "hero"):
        assert f'class="{block}' in html
