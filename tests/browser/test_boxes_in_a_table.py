"""A table of the rows that an earlier one opened, with boxes to tick: by keyboard, by pasting, on a phone."""

import uuid

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from surveys.answering.actions import save_cells
from surveys.answering.cells import Change
from surveys.instrument.actions import publish_version
from surveys.models import Answer
from tests.browser.conftest import axe_violations
from tests.browser.test_grid import paste
from tests.factories.surveys import InvitationFactory, ResponseFactory, VersionFactory
from tests.surveys.answering.test_row_filters import with_details

TICKS = "[name=details--{row}--knows]"


@pytest.fixture
def page(visit, transactional_db):
    response = ResponseFactory(
        unit__campaign__version=publish_version(VersionFactory(definition=with_details()), by=None)
    )
    visitor = visit()
    link = reverse("surveys:entry", args=[InvitationFactory(unit=response.unit).token])
    visitor.open(link).locator("main form button").click()
    visitor.page.wait_for_load_state()
    figures = [Change("roles", 2, row="dev", col="now"), Change("roles", 3, row="ops", col="now")]
    save_cells(response, figures, request_id=uuid.uuid4(), actor="Ada")
    return visitor.open(reverse("surveys:page", args=[response.pk, "staff", "details"]))


def kept():
    given = Answer.objects.filter(variable__code="details", status="given")
    return {(row.row_key, row.col_key): row.choices or row.num for row in given}


def saves(page):
    expect(page.locator("[data-autosave-note]")).to_contain_text("Guardado")


def test_boxes_are_ticked_and_saved_by_keyboard_alone(page):
    page.locator(TICKS.format(row="dev")).last.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")

    saves(page)
    assert kept() == {("dev", "knows"): ["cloud"], ("ops", "knows"): ["ai"]}
    assert axe_violations(page) == []


def test_block_of_a_spreadsheet_ticks_what_it_names(page):
    paste(page, "details--dev--new", "1\tcloud, ai\n2\tcloud")

    saves(page)
    assert kept() == {
        ("dev", "new"): 1,
        ("dev", "knows"): ["ai", "cloud"],
        ("ops", "new"): 2,
        ("ops", "knows"): ["cloud"],
    }


def test_rule_against_an_earlier_table_is_told_in_its_row_while_figures_are_typed(page):
    page.fill("[name=details--dev--new]", "3")
    page.fill("[name=details--ops--new]", "3")
    page.locator("[name=details--dev--new]").focus()

    rows = page.locator("tbody tr")
    expect(rows.first.locator(".answer-grid__rule")).to_have_text("dev (es): 3 of 2. (es)")
    expect(rows.last.locator(".answer-grid__rule")).to_have_count(0)


def test_row_with_a_box_ticked_counts_as_filled_on_a_phone(page):
    page.set_viewport_size({"width": 320, "height": 640})
    page.locator(TICKS.format(row="dev")).first.check()

    states = page.locator(".row-steps__row").evaluate_all("all => all.map((each) => each.dataset.state)")
    assert states == ["filled", "empty"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe_violations(page) == []
