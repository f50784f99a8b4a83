"""The page of an offer on a phone: what can be joined, what is over, what is next, and passing it on."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations
from tests.factories.skills import ProfileFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferProfileFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [320, 1280])
def test_page_of_an_offer_with_runs_and_neighbours(visit, width):
    today, profile = timezone.localdate(), ProfileFactory()
    first = OfferFactory(name_es="Redes", level="initial", course_mode="online", price_category="free")
    then = OfferFactory(name_es="Redes avanzadas", level="advanced")
    for offer in (first, then):
        OfferProfileFactory(offer=offer, profile=profile)
    EditionFactory(
        offer=first,
        name_es="Verano",
        application_deadline=today + timedelta(days=9),
        enrol_url="https://faro.example/x",
        places=12,
    )
    EditionFactory(offer=first, name_es="Antigua", end_date=today - timedelta(days=30))

    page = visit(viewport={"width": width, "height": 800}).open(first.get_absolute_url())

    expect(page.get_by_role("row").nth(1)).to_contain_text("Verano")
    expect(page.get_by_text("Antigua")).to_be_hidden()
    page.get_by_text("1 convocatoria pasada").click()
    expect(page.get_by_text("Antigua")).to_be_visible()
    expect(page.get_by_role("button", name="Copiar el enlace")).to_be_visible()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Redes avanzadas").first.click()
    expect(page.locator("h1")).to_have_text("Redes avanzadas")
