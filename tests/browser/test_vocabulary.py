"""Words of the shared vocabulary, chosen or written, on a phone, with a script and without one."""

import pytest
from django.urls import reverse

from surveys.instrument.actions import publish_version
from surveys.models import Answer
from tests.browser.conftest import axe_violations
from tests.browser.test_ranking import open_page
from tests.factories.skills import SkillFactory
from tests.factories.surveys import ResponseFactory, VersionFactory
from tests.surveys.answering.test_kinds import PLACE, definition_with
from tests.surveys.answering.test_vocabulary import QUESTIONS


@pytest.fixture
def response(transactional_db):
    SkillFactory(code="web", label_es="Programación web", label_en="Web programming", aliases=["HTML"])
    version = publish_version(VersionFactory(definition=definition_with(*QUESTIONS)), by=None)
    return ResponseFactory(unit__campaign__version=version)


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
def test_words_are_offered_written_and_recognised(visit, response, scripts):
    page = open_page(visit, response, viewport={"width": 320, "height": 640}, java_script_enabled=scripts)
    box = page.get_by_label("About wish (es)")
    offered = page.locator(f"datalist[id='{box.get_attribute('list')}'] option")
    assert [option.get_attribute("value") for option in offered.all()] == ["Programación web"]

    box.fill("html")
    page.locator("main button[value=continue]").click()
    page.wait_for_url(lambda url: PLACE[1] not in url)
    page.goto(reverse("surveys:page", args=[response.pk, *PLACE]))

    assert "Reconocido como «Programación web»." in page.locator("#question-wish").inner_text()
    assert Answer.objects.get(variable__code="wish").txt == "html"
    if scripts:
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
