"""The grid of profiles: pasted into from a spreadsheet, added up, and filled in by keyboard alone."""

import uuid

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from surveys.answering.actions import save_cells
from surveys.answering.cells import Change
from surveys.instrument.actions import publish_version
from surveys.models import Answer, Submission
from tests.browser.conftest import axe_violations
from tests.factories.surveys import InvitationFactory, ResponseFactory, VersionFactory
from tests.surveys.answering.test_margins import DEFINITION
from tests.surveys.answering.test_one_page import SHORT

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
    given = Answer.objects.filter(status="given")
    return {(row.row_key, row.col_key): row.num for row in given}


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


@pytest.fixture
def balanced(transactional_db):
    version = publish_version(VersionFactory(definition=DEFINITION), by=None)
    return ResponseFactory(unit__campaign__version=version)


def roles_of(visit, response, **options):
    page = visit(**options).page
    page.goto(reverse("surveys:entry", args=[InvitationFactory(unit=response.unit).token]))
    page.locator("main form button").click()
    page.wait_for_load_state()
    save_cells(response, [Change("people", 12)], request_id=uuid.uuid4(), actor="Ada")
    page.goto(reverse("surveys:page", args=[response.pk, "staff", "roles"]))
    return page


def test_margins_are_told_while_figures_are_typed(visit, balanced):
    page = roles_of(visit, balanced)
    expect(page.locator(".margins")).to_contain_text("now (es), frente a «About people (es)»: 12 en total.")
    page.fill("[name=roles--dev--now]", "7")
    page.fill("[name=roles--dev--hard]", "8")
    page.locator("[name=roles--ops--now]").focus()

    expect(page.locator(".margins")).to_contain_text(
        "now (es), frente a «About people (es)»: 7 de 12; faltan 5."
    )
    expect(page.locator("[data-grid-said]")).to_contain_text("No more hard ones")
    expect(page.locator("tbody tr").first.locator(".answer-grid__rule")).to_contain_text("No more hard ones")
    expect(page.locator("tbody tr").first.locator("[data-row-total]")).to_have_text("15")
    assert axe_violations(page) == []

    page.fill("[name=roles--dev--hard]", "1")
    page.fill("[name=roles--ops--now]", "5")
    page.locator("[name=roles--ops--hard]").focus()
    expect(page.locator(".margins")).to_contain_text(
        "now (es), frente a «About people (es)»: 12, que es el total."
    )
    expect(page.locator(".answer-grid__rule").first).to_be_empty()
    expect(page.locator("[data-grand-total]")).to_have_text("13")


def test_arrows_and_enter_go_up_and_down_a_column(page):
    page.locator("[name=roles--dev--now]").focus()
    page.keyboard.type("4")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=roles--ops--now]")).to_be_focused()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(page.locator("[name=roles--ops--now]")).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(page.locator("[name=roles--dev--now]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.locator("[name=roles--ops--hard]")).to_be_focused()
    assert page.url.endswith("/staff/roles/")
    expect(page.locator("tfoot td").first).to_have_text("6")


def test_keys_of_the_table_are_told_and_send_nothing(page, response):
    """From the first cell to the last and beyond by Enter alone, then on by the button."""
    expect(page.locator("[data-grid-keys]")).to_contain_text("Intro")
    for column, figures in (("now", "42"), ("hard", "10")):
        page.locator(f"[name=roles--dev--{column}]").focus()
        for figure in figures:
            page.keyboard.type(figure)
            page.keyboard.press("Enter")
        expect(page.locator(f"[name=roles--ops--{column}]")).to_be_focused()
    expect(page.locator("[data-autosave-note]")).to_contain_text("Guardado")

    assert page.url.endswith("/staff/roles/")
    expect(page.locator("[name=roles--ops--now]")).to_have_value("2")
    while not page.evaluate("document.activeElement.matches('button[value=continue]')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/abilities/")
    assert kept() == {("dev", "now"): 4, ("ops", "now"): 2, ("dev", "hard"): 1, ("ops", "hard"): 0}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_enter_on_a_page_that_sends_only_saves(visit, transactional_db, scripts):
    version = publish_version(VersionFactory(definition=SHORT), by=None)
    short = ResponseFactory(unit__campaign__version=version)
    page = visit(java_script_enabled=scripts).page
    page.goto(reverse("surveys:entry", args=[InvitationFactory(unit=short.unit).token]))
    page.locator("main form button").click()
    page.wait_for_load_state()
    page.goto(reverse("surveys:page", args=[short.pk, "all", "questions"]))
    page.locator("[name=declared]").check()
    page.fill("[name=people]", "12")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{reverse('surveys:hub', args=[short.pk])}")
    assert Answer.objects.get(variable__code="people").num == 12
    assert not Submission.objects.exists()


@pytest.mark.parametrize("width", [375, 320])
def test_table_is_gone_through_row_by_row_on_a_phone(visit, balanced, width):
    page = roles_of(visit, balanced, viewport={"width": width, "height": 640})
    rows = page.locator("tbody tr")
    expect(page.locator(".row-steps__place")).to_have_text("Fila 1 de 2")
    expect(rows.nth(1)).to_be_hidden()
    assert axe_violations(page) == []

    page.fill("[name=roles--dev--now]", "muchos")
    page.get_by_role("button", name="Siguiente").click()
    expect(page.locator(".row-steps__place")).to_have_text("Fila 2 de 2")
    expect(page.locator("[name=roles--ops--now]")).to_be_focused()
    expect(page.get_by_role("button", name="1. dev (es): rellena")).to_be_visible()
    page.fill("[name=roles--ops--now]", "5")
    page.locator("main button[value=continue]").click()

    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_role("button", name="1. dev (es): por corregir")).to_be_visible()
    expect(page.locator(".row-steps__place")).to_have_text("Fila 1 de 2")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Siguiente").click()
    page.locator(".error-summary a").first.click()
    expect(page.locator("[name=roles--dev--now]")).to_be_focused()
    page.get_by_role("button", name="Ver todas las filas").click()
    expect(rows.nth(1)).to_be_visible()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_table_is_a_pile_of_cards_on_a_phone_without_a_script(visit, balanced):
    page = roles_of(visit, balanced, viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page.fill("[name=roles--dev--now]", "7")
    page.fill("[name=roles--ops--now]", "5")
    page.locator("main button[value=continue]").click()

    page.wait_for_url("**/staff/abilities/")
    assert kept() == {("", ""): 12, ("dev", "now"): 7, ("ops", "now"): 5}
