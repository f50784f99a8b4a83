"""A page saves itself while it is filled in: through a cut line, an ended session, and two people at once."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from surveys.models import Answer, AnswerEvent
from tests.browser.conftest import axe_violations
from tests.factories.surveys import InvitationFactory, ResponseFactory


@pytest.fixture
def response(transactional_db):
    return ResponseFactory()


def enter(visitor, response, place=("staff", "roles"), **person):
    """Press the link of an invitation and open a page; return the browser's page."""
    names = {f"person__{name}": value for name, value in person.items()}
    invitation = InvitationFactory(unit=response.unit, **names)
    link = reverse("surveys:entry", args=[invitation.token])
    visitor.open(link).locator("main form button").click()
    visitor.page.wait_for_url(f"**{reverse('surveys:start', args=[response.pk])}")
    page = visitor.open(reverse("surveys:page", args=[response.pk, *place]))
    return page, link


def note(page):
    return page.locator("[data-autosave-note]")


def kept() -> dict:
    rows = Answer.objects.select_related("variable")
    return {"--".join(filter(None, (r.variable.code, r.row_key, r.col_key))): r.value for r in rows}


def test_typing_is_saved_without_the_button(visit, response):
    page, _link = enter(visit(), response)

    page.fill("[name=roles--dev--now]", "3")
    expect(note(page)).to_contain_text("Guardado")

    assert kept() == {"roles--dev--now": 3}
    assert axe_violations(page) == []
    page.locator("main button[value=continue]").click()
    page.wait_for_url("**/staff/**")
    assert AnswerEvent.objects.count() == 1


def test_cut_line_loses_nothing_and_sends_each_change_once(visit, response):
    visitor = visit()
    page, _link = enter(visitor, response)
    for value in ("3", "4"):
        visitor.context.set_offline(True)
        page.fill("[name=roles--dev--now]", value)
        page.fill("[name=roles--ops--now]", value)
        expect(note(page)).to_contain_text("Cambios pendientes: 2")
        page.locator("main button[value=continue]").click()
        expect(page.locator("[name=roles--dev--now]")).to_have_value(value)
        visitor.context.set_offline(False)
        expect(note(page)).to_contain_text("Guardado", timeout=15_000)

    assert kept() == {"roles--dev--now": 4, "roles--ops--now": 4}
    assert AnswerEvent.objects.count() == 4


def test_ended_session_goes_on_after_the_link_is_opened_again(visit, response):
    visitor = visit()
    page, link = enter(visitor, response)
    Session.objects.all().delete()

    page.fill("[name=roles--dev--now]", "3")
    expect(note(page)).to_contain_text("Su sesión ha terminado")
    tab = visitor.context.new_page()
    tab.goto(link)
    tab.locator("main form button").click()
    tab.wait_for_url(f"**{reverse('surveys:start', args=[response.pk])}")

    expect(note(page)).to_contain_text("Guardado", timeout=15_000)
    assert kept() == {"roles--dev--now": 3}


def test_two_people_see_each_others_answers_and_choose_between_two(visit, response):
    ada, _link = enter(visit(), response, given_name="Ada", family_name="Pérez")
    bea, _link = enter(visit(), response, given_name="Bea", family_name="Ruiz")

    bea.fill("[name=roles--ops--now]", "5")
    expect(note(bea)).to_contain_text("Guardado")
    ada.fill("[name=roles--dev--now]", "3")
    expect(ada.locator("[name=roles--ops--now]")).to_have_value("5")

    bea.fill("[name=roles--dev--now]", "8")
    clash = bea.locator(".clash")
    expect(clash).to_contain_text("Ada Pérez")
    expect(clash).to_contain_text("«3»")
    expect(clash).to_contain_text("«8»")
    assert axe_violations(bea) == []
    clash.get_by_role("button").first.press("Enter")

    expect(note(bea)).to_contain_text("Guardado")
    assert kept() == {"roles--dev--now": 8, "roles--ops--now": 5}


def test_answer_that_cannot_be_read_stays_and_is_named(visit, response):
    page, _link = enter(visit(), response)

    page.fill("[name=roles--dev--now]", "muchos")
    page.fill("[name=roles--ops--now]", "1.000")
    expect(note(page)).to_contain_text("1 respuesta por corregir")

    expect(page.locator("[name=roles--dev--now]")).to_have_value("muchos")
    assert kept() == {"roles--ops--now": 1000}


def test_language_switch_takes_along_what_was_just_typed(visit, response):
    page, _link = enter(visit(), response)

    page.fill("[name=roles--dev--now]", "3")
    page.locator("header a[hreflang=en]").first.click()
    page.wait_for_url("**/en/survey/**")

    expect(page.locator("[name=roles--dev--now]")).to_have_value("3")
    assert kept() == {"roles--dev--now": 3}
