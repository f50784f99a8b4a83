import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations
from tests.factories.skills import ProfileFactory
from tests.factories.training import OfferFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_search_box_offers_names_also_after_the_list_was_swapped(visit):
    ProfileFactory(label_es="Analista de datos")
    OfferFactory(name_es="Ciberseguridad")
    with translation.override("es"):
        page = visit().open(reverse("training:offer-list"))
    options = page.locator("#catalogue-suggestions option")

    page.locator("#catalogue-text").press_sequentially("cib")
    expect(options).to_have_count(1)
    expect(options.first).to_have_attribute("value", "Ciberseguridad")
    with page.expect_response(lambda response: "orden=nombre" in response.url):
        page.locator("#catalogue-sort").select_option("nombre")
    page.locator("#catalogue-text").fill("dat")
    expect(options.first).to_have_attribute("value", "Analista de datos")
    assert axe_violations(page) == []
