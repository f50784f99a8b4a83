"""The session's end, seen by people: warned of, prolonged, explained, and got over without losing a word."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from surveys.models import Answer, AnswerEvent
from tests.browser.conftest import axe_violations
from tests.browser.people import code_in
from tests.factories.surveys import InvitationFactory, ResponseFactory

ADDRESS = "ada@empresa.example"
PATIENCE = 60_000
PHONE = {"viewport": {"width": 375, "height": 700}}


@pytest.fixture
def response(transactional_db):
    return ResponseFactory()


@pytest.fixture
def invitation(response):
    return InvitationFactory(unit=response.unit, person__work_email=ADDRESS)


def place(response, *names):
    return reverse("surveys:page", args=[response.pk, *names])


def enter(visitor, invitation):
    visitor.open(reverse("surveys:entry", args=[invitation.token])).locator("main form button").click()
    visitor.page.wait_for_load_state()
    return visitor.page


def show_the_code(page, mailbox):
    """Ask for the code on the page that explains, read the mail, type it."""
    page.locator("main form.survey-entry button").click()
    page.locator("[name=code]").fill(code_in(mailbox.to(ADDRESS)[-1]))
    page.locator("main form.survey-page button").click()
    page.wait_for_load_state()


def dialog(page, name):
    return page.locator(f"dialog[data-session-{name}]")


@pytest.mark.parametrize("options", [{}, PHONE], ids=["laptop", "phone"])
def test_page_warns_in_time_and_whoever_says_so_stays(visit, invitation, response, settings, options):
    settings.SURVEY_SESSION_AGE, settings.SURVEY_SESSION_WARNING = 60, 55
    page = enter(visit(**options), invitation)
    page.goto(place(response, "staff", "notes"))

    for stay in (page.locator("[data-session-stay]").click, lambda: page.keyboard.press("Escape")):
        expect(dialog(page, "warning")).to_be_visible(timeout=PATIENCE)
        expect(page.locator("[data-session-stay]")).to_be_focused()
        assert axe_violations(page) == []
        with page.expect_response(lambda answer: answer.url.endswith("/sesion/")) as prolonged:
            stay()
        assert prolonged.value.request.method == "POST"
        assert prolonged.value.json()["left"] > 55
        expect(dialog(page, "warning")).to_be_hidden()


def test_page_left_alone_says_that_it_warned_and_ended(visit, invitation, settings, response):
    settings.SURVEY_SESSION_AGE, settings.SURVEY_SESSION_WARNING = 20, 15
    page = enter(visit(), invitation)
    page.goto(place(response, "staff", "notes"))

    expect(dialog(page, "warning")).to_be_visible(timeout=PATIENCE)
    expect(dialog(page, "ended")).to_be_visible(timeout=PATIENCE)

    expect(dialog(page, "warning")).to_be_hidden()
    expect(dialog(page, "ended").locator("a")).to_be_focused()


def test_session_that_cannot_be_prolonged_says_so(visit, invitation, response, settings):
    settings.SURVEY_SESSION_LONGEST, settings.SURVEY_SESSION_WARNING = 60, 57
    page = enter(visit(), invitation)
    page.goto(place(response, "staff", "notes"))

    expect(dialog(page, "final")).to_be_visible(timeout=PATIENCE)

    assert axe_violations(page) == []
    page.locator("[data-session-close]").click()
    expect(dialog(page, "final")).to_be_hidden()


def test_whoever_comes_back_after_the_end_shows_a_code_in_another_tab_and_loses_nothing(
    visit, invitation, response, settings, mailbox, site_url
):
    visitor = visit()
    page = enter(visitor, invitation)
    page.goto(place(response, "staff", "roles"))
    page.fill("[name=roles--dev--now]", "3")
    expect(page.locator("[data-autosave-note]")).to_contain_text("Guardado")

    settings.SURVEY_SESSION_AGE = 0
    page.fill("[name=roles--dev--now]", "7")
    expect(dialog(page, "ended")).to_be_visible(timeout=PATIENCE)
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    page.fill("[name=roles--dev--now]", "4")
    page.fill("[name=roles--ops--now]", "5")
    expect(page.locator("[data-autosave-note]")).to_contain_text("Su sesión ha terminado", timeout=PATIENCE)
    assert AnswerEvent.objects.count() == 1

    settings.SURVEY_SESSION_AGE = 3600
    with visitor.context.expect_page() as opened:
        page.evaluate("document.querySelector('dialog[data-session-ended]').showModal()")
        dialog(page, "ended").locator("a").click()
    tab = opened.value
    assert axe_violations(tab) == []
    show_the_code(tab, mailbox)
    tab.wait_for_url(f"**{reverse('surveys:start', args=[response.pk])}")

    expect(page.locator("[data-autosave-note]")).to_contain_text("Guardado", timeout=PATIENCE)
    expect(dialog(page, "ended")).to_be_hidden(timeout=PATIENCE)
    assert {row.row_key: row.num for row in Answer.objects.all()} == {"dev": 4, "ops": 5}
    # 3, then the 7 whose request had waited, then the 4 that took its place; each once.
    assert AnswerEvent.objects.filter(row_key="dev").count() == 3
    assert AnswerEvent.objects.filter(row_key="ops").count() == 1


def test_session_that_is_gone_from_the_server_is_got_over_too(visit, invitation, response):
    visitor = visit()
    page = enter(visitor, invitation)
    page.goto(place(response, "staff", "roles"))
    Session.objects.all().delete()
    page.fill("[name=roles--dev--now]", "3")
    expect(dialog(page, "ended")).to_be_visible(timeout=PATIENCE)

    tab = visitor.context.new_page()
    tab.goto(reverse("surveys:entry", args=[invitation.token]))
    tab.locator("main form button").click()
    tab.wait_for_url(f"**{reverse('surveys:start', args=[response.pk])}")

    expect(page.locator("[data-autosave-note]")).to_contain_text("Guardado", timeout=PATIENCE)
    expect(dialog(page, "ended")).to_be_hidden(timeout=PATIENCE)
    assert AnswerEvent.objects.count() == 1


def test_without_scripts_what_was_typed_waits_on_the_page_that_explains(
    visit, invitation, response, settings, mailbox, site_url
):
    visitor = visit(java_script_enabled=False)
    page = enter(visitor, invitation)
    page.goto(place(response, "company", "size"))
    page.fill("[name=people]", "12")
    page.locator("main button[value=continue]").click()
    page.goto(place(response, "staff", "notes"))
    page.fill("[name=notes]", "Ñandú «comillas» y <b>negrita</b>\nen dos líneas")
    settings.SURVEY_SESSION_AGE = 0
    page.locator("main button[value=continue]").click()
    expect(page.locator("main h1")).to_have_text("Su sesión ha terminado")
    assert AnswerEvent.objects.count() == 1

    settings.SURVEY_SESSION_AGE = 3600
    with visitor.context.expect_page() as opened:
        page.locator("main a[target=_blank]").click()
    show_the_code(opened.value, mailbox)
    page.locator("main form button").click()
    page.wait_for_load_state()

    notes = Answer.objects.get(variable__code="notes").txt.replace("\r\n", "\n")
    assert notes == "Ñandú «comillas» y <b>negrita</b>\nen dos líneas"
    assert AnswerEvent.objects.count() == 2
