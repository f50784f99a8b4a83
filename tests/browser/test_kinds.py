from django.urls import reverse

from surveys.instrument.actions import publish_version
from surveys.models import Answer
from tests.browser.conftest import axe_violations
from tests.factories.surveys import InvitationFactory, ResponseFactory, VersionFactory
from tests.surveys.answering.test_kinds import PLACE, QUESTIONS, definition_with


def test_amounts_dates_and_scales_on_a_small_screen(transactional_db, visit):
    version = publish_version(VersionFactory(definition=definition_with(*QUESTIONS)), by=None)
    response = ResponseFactory(unit__campaign__version=version)
    page = visit(viewport={"width": 320, "height": 640}).page
    page.goto(reverse("surveys:entry", args=[InvitationFactory(unit=response.unit).token]))
    page.locator("main form button").click()
    page.wait_for_load_state()
    page.goto(reverse("surveys:page", args=[response.pk, *PLACE]))

    page.fill("[name=turnover]", "1.234,50 €")
    page.fill("[name=share]", "12,5")
    page.fill("[name=founded]", "1999-12-31")
    page.locator("[name=agree]").nth(1).check()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("main button[value=continue]").click()
    page.wait_for_url(f"**{reverse('surveys:hub', args=[response.pk])}")

    assert Answer.objects.count() == len(QUESTIONS)
