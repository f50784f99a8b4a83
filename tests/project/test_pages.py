import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from tera.views import server_error

PUBLIC = ["study:home", "training:offer-list", "study:study-list", "actionplan:plan", "styleguide"]


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


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_error_page_needs_nothing_but_the_request_id(name):
    # No database fixture: a query would fail the test.
    html = render_to_string(name, {"request_id": "visit-1234", "support_email": "help@example.org"})

    assert "<code>visit-1234</code>" in html
    assert "help@example.org" in html
    assert '<section lang="es">' in html
    assert '<section lang="en">' in html


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
