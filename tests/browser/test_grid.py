"""The grid of profiles: pasted into from a spreadsheet, added up, and filled in by keyboard alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from surveys.models import Answer
from tests.browser.conftest import axe_violations
from tests.factories.surveys import InvitationFactory, ResponseFactory

PASTE = """([field, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def response(transactional_db):
    return ResponseFactory()


@pytest.fixture
def page(visit, response):
    visitor = visit()
    link = reverse("surveys:entry", args=[InvitationFactory(unit=response.unit).token])
    visitor.open(link).locator("main form button").click()
    visitor.page.wait_for_load_state()
    return visitor.open(reverse("surveys:page", args=[response.pk, "staff", "roles"]))


def paste(page, name, text):
    page.evaluate(PASTE, [page.locator(f"[name={name}]").element_handle(), text])


def kept() -> dict:
    return {(row.row_key, row.col_key): row.num for row in Answer.objects.all()}


def test_block_of_a_spreadsheet_fills_the_grid_and_is_saved(page):
    paste(page, "roles--dev--now", "1.000\t2\r\n3\t1\r\n")

    expect(page.locator("[data-grid-note]")).to_contain_text("4")
    expect(page.locator("tfoot td").first).to_have_text("1003")
    expect(page.locator("[data-autosave-note]")).to_contain_text("Guardado")
    assert kept() == {("dev", "now"): 1000, ("dev", "hard"): 2, ("ops", "now"): 3, ("ops", "hard"): 1}
    assert axe_violations(page) == []


def test_what_falls_outside_the_table_is_said(page):
    paste(page, "roles--ops--hard", "1\t9\n2\t9")

    expect(page.locator("[data-grid-note]")).to_contain_text("3")
    expect(page.locator("[name=roles--ops--hard]")).to_have_value("1")
    expect(page.locator("[name=roles--dev--now]")).to_have_value("")


def test_single_value_is_pasted_as_everywhere(page):
    paste(page, "roles--dev--now", "7")

    expect(page.locator("[data-grid-note]")).to_be_hidden()


def test_grid_is_filled_in_by_keyboard_alone(page, response):
    page.locator("[name=roles--dev--now]").focus()
    for figure in ("4", "1", "2", "0"):
        page.keyboard.type(figure)
        page.keyboard.press("Tab")
    expect(page.locator("tfoot td")).to_have_text(["6", "1"])
    page.keyboard.press("Enter")

    page.wait_for_url("**/staff/abilities/")
    assert kept() == {("dev", "now"): 4, ("dev", "hard"): 1, ("ops", "now"): 2, ("ops", "hard"): 0}
