"""A list of the company's own, with a script and without one."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from surveys.instrument.actions import publish_version
from surveys.models import Answer, RowItem
from tests.browser.conftest import axe_violations
from tests.browser.test_ranking import open_page
from tests.factories.surveys import ResponseFactory, VersionFactory
from tests.surveys.answering.lists.conftest import DEFINITION


@pytest.fixture
def response(transactional_db):
    version = publish_version(VersionFactory(definition=DEFINITION), by=None)
    return ResponseFactory(unit__campaign__version=version)


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
def test_rows_are_added_changed_and_removed(visit, response, scripts):
    page = open_page(visit, response, viewport={"width": 320, "height": 640}, java_script_enabled=scripts)
    for name in ("Analista", "Tester"):
        page.locator("button[value='add:own']").click()
        page.wait_for_url("**#row-*")
        row = page.locator(".list-row").last
        row.get_by_label("Profile (es)").fill(name)
        row.get_by_label("People (es)").fill("3")
    if scripts:
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(page.locator("[data-autosave-note]")).to_contain_text("Guardado")

    page.locator(".list-row").first.get_by_role("button", name="Quitar").click()
    page.wait_for_url("**/quitar/*")
    expect(page.locator("h1")).to_contain_text("Analista")
    if scripts:
        assert axe_violations(page) == []
    page.get_by_role("button", name="Sí, quitarla").click()
    page.wait_for_url("**#question-own")
    expect(page.locator(".list-row")).to_have_count(1)

    page.locator("main button[value=continue]").click()
    page.wait_for_url(f"**{reverse('surveys:hub', args=[response.pk])}*")
    assert RowItem.objects.filter(removed_at=None).count() == 1
    kept = Answer.objects.filter(col_key="name").order_by("pk").values_list("txt", "on_path")
    assert list(kept) == [("Analista", False), ("Tester", True)]
