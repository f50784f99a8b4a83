"""Two offers marked on the list and seen beside each other, with and without scripts."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations
from tests.factories.training import EditionFactory, OfferFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offers():
    names = ("Ciberseguridad", "Redes", "Nubes")
    rows = [OfferFactory(name_es=name, course_mode="online", learning_hours=40) for name in names]
    for offer in rows:
        EditionFactory(offer=offer)
    return rows


def catalogue() -> str:
    with translation.override("es"):
        return reverse("training:offer-list")


def box(page, offer):
    return page.locator(f"input[name=oferta][value={offer.slug}]")


def test_marks_stay_while_the_list_changes(visit, offers):
    page = visit(viewport={"width": 320, "height": 640}).open(catalogue())
    box(page, offers[0]).check()
    with page.expect_response(lambda response: "orden=nombre" in response.url):
        page.locator("#catalogue-sort").select_option("nombre")
    expect(page).to_have_url(re.compile("orden=nombre"))
    expect(box(page, offers[0])).to_be_checked()

    box(page, offers[1]).check()
    assert axe_violations(page) == []
    page.locator("#compare button").click()

    heads = page.locator(".comparison thead th")
    expect(heads).to_have_count(2)
    assert axe_violations(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320


def test_marks_compare_without_scripts(visit, offers):
    page = visit(java_script_enabled=False).open(catalogue())
    box(page, offers[0]).check()
    box(page, offers[2]).check()
    page.locator("#compare button").click()

    heads = page.locator(".comparison thead th")
    expect(heads).to_have_count(2)
    page.locator(".comparison__remove").first.click()
    expect(heads).to_have_count(1)
