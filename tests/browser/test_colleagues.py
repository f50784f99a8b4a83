"""A colleague is asked for a section, answers it from the mail's link, and is seen in the history."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from surveys.fielding.outbox import send_queued
from tests.browser.conftest import axe_violations
from tests.factories.members import PostFactory
from tests.factories.surveys import InvitationFactory, ResponseFactory

PHONE = {"viewport": {"width": 320, "height": 640}}


@pytest.fixture
def response(transactional_db):
    return ResponseFactory()


def address(name, response):
    return reverse(f"surveys:{name}", args=[response.pk])


def enter(visitor, link):
    visitor.page.goto(link)
    visitor.page.locator("main form button").click()
    visitor.page.wait_for_load_state()
    return visitor.page


@pytest.mark.parametrize("options", [{}, PHONE, {"java_script_enabled": False}], ids=str)
def test_colleague_answers_the_section_asked_for(visit, mailbox, site_url, response, options):
    invitation = InvitationFactory(unit=response.unit, person__given_name="Ada", person__family_name="Pérez")
    visitor = visit(**options)
    ada, barriers = enter(visitor, reverse("surveys:entry", args=[invitation.token])), []

    def look(page):
        if visitor.scripts:
            barriers.extend(axe_violations(page))
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    ada.goto(address("people", response))
    ada.fill("[name=name]", "Bea")
    ada.fill("[name=email]", "bea@example.org")
    ada.select_option("[name=section]", "staff")
    look(ada)
    ada.locator("main form button.btn-primary").click()
    expect(ada.locator(".colleagues__item")).to_contain_text("bea@example.org")
    look(ada)
    send_queued()

    (mail,) = mailbox.to("bea@example.org")
    assert "Ada Pérez" in mail["Subject"]
    text = mail.get_body(("plain",)).get_content()
    bea = enter(visit(), re.search(r"https?://\S+/e/\S+", text).group())
    bea.goto(reverse("surveys:page", args=[response.pk, "staff", "roles"]))
    bea.fill("[name=roles--dev--now]", "3")
    bea.locator("main button[value=continue]").click()
    bea.wait_for_url("**/staff/abilities/")

    ada.goto(address("history", response))
    expect(ada.locator("main tbody tr")).to_contain_text("Bea")
    look(ada)
    ada.goto(address("people", response))
    ada.locator(".colleagues__item button").click()
    bea.goto(address("hub", response))
    expect(bea.locator("main")).not_to_contain_text("Staff (es)")
    assert barriers == []


@pytest.mark.parametrize(
    "options",
    [{}, {"viewport": {"width": 375, "height": 700}}, {"java_script_enabled": False}],
    ids=["wide", "phone", "no-scripts"],
)
def test_contact_hands_the_whole_over(visit, mailbox, site_url, response, options):
    invitation = InvitationFactory(unit=response.unit, person__given_name="Ada")
    PostFactory(organisation=response.unit.organisation, person=invitation.person)
    visitor, receiver = visit(**options), visit(**options)
    ada, barriers = enter(visitor, reverse("surveys:entry", args=[invitation.token])), []

    def look(page):
        if visitor.scripts:
            barriers.extend(axe_violations(page))
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    ada.goto(address("people", response))
    ada.fill("[name=name]", "Bea")
    ada.fill("[name=email]", "bea@example.org")
    ada.check("[name=hands_over]")
    ada.locator("main form button.btn-primary").click()
    expect(ada.locator(".colleagues__item")).to_contain_text("aún no ha aceptado")
    look(ada)
    send_queued()

    (mail,) = mailbox.to("bea@example.org")
    text = mail.get_body(("plain",)).get_content()
    bea = enter(receiver, re.search(r"https?://\S+/e/\S+", text).group())
    bea.goto(address("hub", response))
    look(bea)
    bea.locator(".handed-over button[value=yes]").click()
    expect(bea.locator("main")).to_contain_text("Ahora es usted el contacto")
    look(bea)
    ada.goto(address("hub", response))
    expect(ada.locator("main")).not_to_contain_text("Staff (es)")
    assert barriers == []
