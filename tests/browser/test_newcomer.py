"""A manager who writes a first questionnaire by reading the screen alone, on a computer and on a phone."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from surveys.models import Questionnaire, QuestionnaireVersion
from tests.browser.conftest import axe_violations
from tests.browser.people import PASSWORD, Manager
from tests.factories.surveys import ResponseFactory

MANAGER = "gestora@example.org"
PHONE = {"width": 375, "height": 800}
COMPUTER = {"width": 1280, "height": 900}


@pytest.fixture
def manager(transactional_db, monkeypatch, visit):
    call_command("migrate", verbosity=0)
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, verbosity=0, email=MANAGER)
    manager = Manager(visit(viewport=COMPUTER))
    manager.sign_in(MANAGER)
    return manager


def look(manager) -> list[str]:
    """Return what is in the way on the page at both widths: barriers, and what stands over its edge."""
    found = []
    for viewport in (COMPUTER, PHONE):
        manager.page.set_viewport_size(viewport)
        manager.page.wait_for_function("innerWidth === " + str(viewport["width"]))
        found += axe_violations(manager.page)
        if over := manager.page.evaluate("document.documentElement.scrollWidth - innerWidth"):
            found.append(f"{manager.page.url}: {over} px too wide at {viewport['width']}")
    manager.page.set_viewport_size(COMPUTER)
    return found


def keep(manager) -> None:
    with manager.page.expect_navigation():
        manager.page.get_by_role("button", name=_("Keep"), exact=True).click()


def add(manager, kind: str, **texts: str) -> None:
    with manager.page.expect_navigation():
        manager.page.locator("a.draft__add[href*='/add/']").last.click()
    with manager.page.expect_navigation():
        manager.page.locator(f"a[href='?kind={kind}']").click()
    for name, text in texts.items():
        manager.page.fill(f"[name={name.replace('__', '-')}]", text)


def test_newcomer_writes_publishes_and_goes_on_to_an_edition(manager):
    page, found = manager.page, []
    page.goto(reverse("admin:surveys_questionnaire_changelist"))
    with page.expect_navigation():
        page.locator(f"a[href='{reverse('admin:surveys_questionnaire_add')}']").first.click()
    page.get_by_label(_("Nothing: an empty questionnaire")).check()
    manager.fill(title_es="Encuesta corta", title_en="Short survey")
    with page.expect_navigation():
        page.get_by_role("button", name=_("Start the draft")).click()

    add(manager, "number", label_es="Plantilla", label_en="Staff")
    keep(manager)
    rows = {"rows__0__es": "Sistemas", "rows__0__en": "Systems"}
    column = {"columns__0__es": "Ahora", "columns__0__en": "Now"}
    add(manager, "grid", label_es="Perfiles", label_en="Profiles", **rows, **column)
    keep(manager)
    add(manager, "grid", label_es="Vacantes", label_en="Vacancies", **rows, **column)
    page.get_by_label("Perfiles: Ahora").check()
    found += look(manager)
    keep(manager)

    with page.expect_navigation():
        page.get_by_role("link", name=_("Add a check")).click()
    keep(manager)
    expect(page.get_by_role("alert")).to_be_visible()
    found += look(manager)
    manager.fill(message_es="Suman {left}, más que {limit}", message_en="They add up to {left} of {limit}")
    page.locator("[name=left]").select_option("profiles|now")
    page.locator("[name=right]").select_option("staff")
    keep(manager)
    manager.reads(_("Nothing stands in the way of publishing it."))
    found += look(manager)

    with page.expect_navigation():
        page.get_by_role("link", name=_("Publish…")).click()
    found += look(manager)
    with page.expect_navigation():
        page.get_by_role("button", name=_("Publish"), exact=True).click()
    found += look(manager)
    with page.expect_navigation():
        page.get_by_role("link", name=_("Prepare an edition")).click()

    version = QuestionnaireVersion.objects.published().get()
    assert page.locator("[name=version]").input_value() == str(version.pk)
    assert version.definition["sections"][0]["pages"][2]["questions"][0]["rows_if"]["variable"] == "profiles"
    assert found == []


def test_column_of_a_spreadsheet_pasted_into_one_box_becomes_as_many_choices(manager):
    ResponseFactory()
    questionnaire = Questionnaire.objects.get()
    draft = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=9, definition=questionnaire.versions.get().definition
    )
    manager.page.goto(
        reverse("admin:surveys_questionnaireversion_draft_part", args=[draft.pk, "question", "reasons"])
    )

    manager.page.evaluate(
        """() => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text", "Correo\\tE-mail\\nTeléfono\\tPhone\\n");
            const box = document.querySelector("[name=choices-0-es]");
            const how = { clipboardData, bubbles: true, cancelable: true };
            box.dispatchEvent(new ClipboardEvent("paste", how));
        }"""
    )

    expect(manager.page.locator("[name=choices-pasted]")).to_have_value("Correo\tE-mail\nTeléfono\tPhone")
    frame = manager.page.frame_locator("iframe[name=draft-preview]")
    expect(frame.locator("main")).to_contain_text("Teléfono")


def test_monitor_of_an_edition_has_no_barrier_on_a_computer_or_a_phone(manager):
    campaign = ResponseFactory().unit.campaign

    manager.page.goto(reverse("admin:surveys_campaign_live", args=[campaign.pk]))
    manager.reads(campaign.label)

    assert look(manager) == []
