"""Offers saved in the browser, found again, brought into an account; and what is left without scripts."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations
from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.training import OfferFactory
from training.models import Bookmark

pytestmark = pytest.mark.django_db(transaction=True)


def path(name: str, *arguments) -> str:
    with translation.override("es"):
        return reverse(name, args=arguments)


@pytest.fixture
def offers():
    return [OfferFactory(name_es=name, course_mode="online") for name in ("Ciberseguridad", "Redes", "Nubes")]


def button(page, offer):
    return page.locator(f"button[data-save={offer.slug}]")


def test_saved_in_the_browser_and_found_on_its_page(visit, offers):
    visitor = visit(viewport={"width": 375, "height": 800})
    page = visitor.open(path("training:offer-list"))
    button(page, offers[0]).click()
    expect(button(page, offers[0])).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-saved-count]").first).to_have_text("(1)")
    with page.expect_response(lambda response: "orden=nombre" in response.url):
        page.locator("#catalogue-sort").select_option("nombre")
    expect(button(page, offers[0])).to_have_attribute("aria-pressed", "true")
    button(page, offers[2]).click()
    assert axe_violations(page) == []

    page.goto(path("training:saved"))
    expect(page.locator(".offer-card")).to_have_count(2)
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    button(page, offers[0]).click()
    page.reload()
    expect(page.locator(".offer-card")).to_have_count(1)


def test_what_the_browser_saved_comes_along_into_the_account(visit, offers, live_server):
    visitor = visit()
    page = visitor.open(offers[1].get_absolute_url())
    button(page, offers[1]).click()
    expect(button(page, offers[1])).to_have_attribute("aria-pressed", "true")
    user = UserFactory()
    session = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
    visitor.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )

    page.goto(path("training:saved"))
    expect(page.locator(".offer-card")).to_have_count(1)
    expect(button(page, offers[1])).to_have_attribute("aria-pressed", "true")
    assert [mark.offer for mark in Bookmark.objects.filter(user=user)] == [offers[1]]
    with page.expect_response(lambda response: response.request.method == "POST"):
        button(page, offers[1]).click()
    assert not Bookmark.objects.exists()
    assert page.evaluate("localStorage.getItem('tera.saved')") is None


def test_without_scripts_the_pages_say_how(visit, offers):
    page = visit(java_script_enabled=False).open(path("training:offer-list"))
    page.locator(f"a[data-save={offers[0].slug}]").click()
    expect(page.locator("h1")).to_have_text("Guardar esta oferta")
    page.goto(path("training:saved"))
    expect(page.locator(".without-scripts")).to_contain_text("navegador")
