"""An order of preference, by keyboard with a script and by lists without one."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from surveys.instrument.actions import publish_version
from surveys.models import Answer
from tests.browser.conftest import axe_violations
from tests.factories.surveys import InvitationFactory, ResponseFactory, VersionFactory
from tests.surveys.answering.test_kinds import PLACE, definition_with
from tests.surveys.answering.test_ranking import QUESTION


@pytest.fixture
def response(transactional_db):
    version = publish_version(VersionFactory(definition=definition_with(QUESTION)), by=None)
    return ResponseFactory(unit__campaign__version=version)


def open_page(visit, response, **options):
    page = visit(**options).page
    page.goto(reverse("surveys:entry", args=[InvitationFactory(unit=response.unit).token]))
    page.locator("main form button").click()
    page.wait_for_load_state()
    page.goto(reverse("surveys:page", args=[response.pk, *PLACE]))
    return page


def stored():
    return Answer.objects.get(variable__code="urgent").choices


def test_choices_move_by_keyboard_and_are_saved(visit, response):
    page = open_page(visit, response, viewport={"width": 320, "height": 640})
    for place, code in enumerate(("ai", "cloud", "data"), start=1):
        page.select_option(f"[name=urgent--{place}]", code)
    assert page.locator("[name=urgent--1] option[value=cloud]").is_disabled()

    page.get_by_role("button", name="Subir: data (es)").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-ranking-note]")).to_contain_text("2")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Subir: data (es)")
    page.keyboard.press("Enter")

    expect(page.locator("[name=urgent--1]")).to_have_value("data")
    expect(page.locator("[data-autosave-note]")).to_contain_text("Guardado")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("main button[value=continue]").click()
    page.wait_for_url(f"**{reverse('surveys:hub', args=[response.pk])}")
    assert stored() == ["data", "ai", "cloud"]


def test_ticking_not_known_empties_the_places(visit, response):
    page = open_page(visit, response)
    page.select_option("[name=urgent--1]", "ai")
    page.locator("[name=urgent--opt-out]").check()
    expect(page.locator("[name=urgent--1]")).to_have_value("")
    expect(page.locator("[name=urgent--2] option[value=ai]")).to_be_enabled()

    page.select_option("[name=urgent--1]", "data")
    expect(page.locator("[name=urgent--opt-out]")).not_to_be_checked()


def test_without_a_script_lists_do_and_say_what_is_double(visit, response):
    page = open_page(visit, response, java_script_enabled=False)
    page.select_option("[name=urgent--1]", "ai")
    page.select_option("[name=urgent--2]", "ai")
    page.locator("main button[value=continue]").click()
    expect(page.locator(".error-summary")).to_contain_text("ya es la número 1")

    page.select_option("[name=urgent--2]", "data")
    page.locator("main button[value=continue]").click()
    page.wait_for_url(f"**{reverse('surveys:hub', args=[response.pk])}")
    assert stored() == ["ai", "data"]
