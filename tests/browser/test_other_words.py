"""“Other: which?”, shown once it is chosen with a script, always there without one."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from surveys.instrument.actions import publish_version
from surveys.models import Answer
from tests.browser.conftest import axe_violations
from tests.browser.test_ranking import open_page
from tests.factories.surveys import ResponseFactory, VersionFactory
from tests.surveys.answering.test_other_words import DEFINITION


@pytest.fixture
def response(transactional_db):
    version = publish_version(VersionFactory(definition=DEFINITION), by=None)
    return ResponseFactory(unit__campaign__version=version)


def kept():
    return Answer.objects.get(variable__code="tools", col_key="other")


def test_words_are_shown_once_their_choice_is_made(visit, response):
    page = open_page(visit, response, viewport={"width": 320, "height": 640})
    field = page.get_by_label("Other (es): Which? (es)").first
    expect(field).to_be_hidden()
    page.locator("[name=tools][value=other]").check()
    expect(field).to_be_visible()
    page.locator("main button[value=continue]").click()
    expect(page.locator(".error-summary")).to_contain_text("Diga cuál")
    expect(field).to_be_visible()
    assert axe_violations(page) == []

    page.locator(".error-summary a").first.click()
    expect(field).to_be_focused()
    page.keyboard.type("Trello")
    expect(page.locator("[data-autosave-note]")).to_contain_text("Guardado")
    page.locator("[name=tools][value=none]").check()
    expect(field).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("main button[value=continue]").click()
    # The browser carries the fragment of the summary's link along.
    page.wait_for_url(f"**{reverse('surveys:hub', args=[response.pk])}*")
    assert (kept().txt, kept().on_path) == ("Trello", False)


def test_words_are_always_there_without_a_script(visit, response):
    page = open_page(visit, response, java_script_enabled=False)
    field = page.get_by_label("Other (es): Which? (es)").first
    expect(field).to_be_visible()
    page.locator("[name=tools][value=other]").check()
    field.fill("Trello")
    page.locator("main button[value=continue]").click()
    page.wait_for_url(f"**{reverse('surveys:hub', args=[response.pk])}")
    assert (kept().txt, kept().on_path) == ("Trello", True)
