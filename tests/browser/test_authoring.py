"""A manager corrects the questionnaire while a company is answering it; both with a browser."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from surveys.models import Answer, QuestionnaireVersion, Response, VersionMove
from tests.browser.people import PASSWORD, Manager
from tests.browser.test_autosave import enter, note
from tests.factories.surveys import ResponseFactory

MANAGER = "gestora@example.org"


@pytest.fixture
def response(transactional_db, monkeypatch):
    call_command("migrate", verbosity=0)
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, verbosity=0, email=MANAGER)
    return ResponseFactory()


def test_manager_corrects_a_questionnaire_that_a_company_is_answering(visit, response):
    company, _link = enter(visit(), response, ("company", "size"))
    company.fill("[name=people]", "12")
    expect(note(company)).to_contain_text("Guardado")
    manager = Manager(visit(viewport={"width": 1280, "height": 1400}))
    manager.sign_in(MANAGER)

    start(manager)
    reword(manager)
    add_question(manager)
    publish_and_move(manager)
    go_on(company)

    response.refresh_from_db()
    published = QuestionnaireVersion.objects.published().order_by("-number").first()
    assert response.version == published
    assert VersionMove.objects.get().counts["companies"] == 1
    held = {row.variable.code: row.num for row in Answer.objects.select_related("variable")}
    assert held == {"people": 13, "remote-workers": 4}
    assert manager.barriers == []


def start(manager: Manager) -> None:
    manager.page.goto(reverse("admin:surveys_questionnaireversion_changelist"))
    manager.follow(_("Start a draft"))
    manager.press(_("Start the draft"))
    manager.reads(_("Nothing stands in the way of publishing it."))


def reword(manager: Manager) -> None:
    manager.follow("About people (es)")
    frame = manager.page.frame_locator("iframe[name=draft-preview]")
    expect(frame.locator("h1")).to_contain_text("About people (es)")
    manager.fill(label_es="Personas en plantilla", label_en="Staff")
    expect(frame.locator("h1")).to_contain_text("Personas en plantilla")
    manager.page.locator("label[for=preview-en]").click()
    expect(frame.locator("h1")).to_contain_text("Staff")
    manager.page.locator("label[for=width-desktop]").click()
    assert manager.page.locator("iframe[name=draft-preview]").evaluate("e => e.offsetWidth") > 1000
    manager.press(_("Keep"))
    manager.reads("Personas en plantilla")


def add_question(manager: Manager) -> None:
    manager.turn(manager.page.locator("a.draft__add[href$='company/size/']"))
    manager.turn(manager.page.locator("a[href='?kind=number']"))
    manager.fill(label_es="Personas en remoto", label_en="Remote workers")
    frame = manager.page.frame_locator("iframe[name=draft-preview]")
    expect(frame.locator("h1")).to_contain_text("Personas en remoto")
    manager.press(_("Keep"))
    manager.reads("Personas en remoto")


def publish_and_move(manager: Manager) -> None:
    manager.follow(_("Publish…"))
    manager.reads(_("Editions in the field"))
    manager.press(_("Publish"))
    manager.reads("remote-workers")
    assert Response.objects.get().version.number < QuestionnaireVersion.objects.latest("number").number
    manager.press(_("Move the edition now"))
    manager.reads(_("Moves so far"))


def go_on(company) -> None:
    """The page was opened under the old version: what is typed on it comes back in the new words."""
    company.fill("[name=people]", "13")
    expect(note(company)).to_contain_text("ha corregido el cuestionario")
    company.locator("main button[value=continue]").click()
    expect(company.locator("h1")).to_contain_text("Personas en plantilla")
    expect(company.locator("[name=people]")).to_have_value("13")
    company.locator("main button[value=continue]").click()
    expect(company.locator("h1")).to_contain_text("Personas en remoto")
    company.fill("[name=remote-workers]", "4")
    expect(note(company)).to_contain_text("Guardado")


def test_leaving_a_form_with_unkept_words_asks_first(visit, response):
    manager = Manager(visit())
    manager.sign_in(MANAGER)
    start(manager)
    manager.follow("About people (es)")
    asked = []
    manager.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    manager.fill(label_es="Otra cosa")
    manager.page.get_by_role("link", name=_("Back to the list")).click()

    expect(manager.page.locator("[name=label_es]")).to_have_value("Otra cosa")
    assert asked == ["beforeunload"]
