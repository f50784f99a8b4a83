"""The theme of the panel hides its pages until its script has run: without scripts they are there as well."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from surveys.models import QuestionnaireVersion
from tests.browser.people import PASSWORD, Manager

MANAGER = "gestora@example.org"


@pytest.fixture
def manager(transactional_db, monkeypatch, visit):
    call_command("migrate", verbosity=0)
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, verbosity=0, email=MANAGER)
    manager = Manager(visit(java_script_enabled=False))
    manager.sign_in(MANAGER)
    return manager


def press(page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def add(page, kind: str, **texts: str) -> None:
    page.locator("a.draft__add[href*='/add/']").last.click()
    page.locator(f"a[href='?kind={kind}']").click()
    for name, text in texts.items():
        page.fill(f"[name={name.replace('__', '-')}]", text)


def test_draft_is_begun_written_arranged_and_published_without_scripts(manager):
    page = manager.page
    page.goto(reverse("admin:surveys_questionnaireversion_start"))
    page.get_by_label(_("Nothing: an empty questionnaire")).check()
    manager.fill(title_es="Pulso", title_en="Pulse")
    press(page, _("Start the draft"))

    add(page, "single", label_es="¿Contrató?", label_en="Did you hire?")
    page.locator("summary", has_text=_("Paste many at once")).click()
    page.fill("[name=choices-pasted]", "Sí | Yes\nNo | No")
    press(page, _("Keep"))
    add(page, "number", label_es="¿A cuántas?", label_en="How many?")
    page.locator("summary", has_text=_("When it is asked")).click()
    page.locator("[name=if_0]").select_option(label="¿Contrató? es «Sí»")
    press(page, _("Keep"))
    with page.expect_navigation():
        page.locator(".draft__row--question button[value=duplicate]").last.click()
    expect(page.locator(".draft__row--question")).to_have_count(3)
    twin = page.locator(".draft__row--question").last
    twin.locator("summary").click()
    with page.expect_navigation():
        twin.locator("button[value=remove]").click()
    expect(page.locator(".draft__row--question")).to_have_count(2)

    page.get_by_role("link", name=_("Publish…")).click()
    press(page, _("Publish"))

    version = QuestionnaireVersion.objects.published().get()
    asked = [p for section in version.definition["sections"] for p in section["pages"]]
    assert [(p["questions"][0]["kind"], "show_if" in p or "show_if" in p["questions"][0]) for p in asked] == [
        ("single", False),
        ("number", True),
    ]


def test_nothing_that_a_script_would_open_lies_over_a_list(manager):
    page = manager.page
    page.goto(reverse("admin:members_organisation_changelist"))

    expect(page.locator("[x-show=openCommandResults]")).to_be_hidden()
    page.locator("#searchbar").fill("nada")
    with page.expect_navigation():
        page.locator("#searchbar").press("Enter")
    with page.expect_navigation():
        page.get_by_role("link", name=_("Organisations"), exact=True).first.click()
    expect(page).to_have_url(re.compile(reverse("admin:members_organisation_changelist") + "$"))
