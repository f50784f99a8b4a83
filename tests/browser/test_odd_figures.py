"""Odd figures, totals played back and quoted answers: by keyboard, on a phone, and without scripts."""

import pytest
from django.urls import reverse

from surveys.instrument.actions import publish_version
from tests.browser.conftest import axe_violations
from tests.factories.surveys import InvitationFactory, ResponseFactory, VersionFactory
from tests.surveys.answering.test_piping import piped


@pytest.fixture
def response(transactional_db):
    version = publish_version(VersionFactory(definition=piped()), by=None)
    return ResponseFactory(unit__campaign__version=version)


def address(response, *place):
    return reverse("surveys:page", args=[response.pk, *place])


@pytest.mark.parametrize(
    "options",
    [{}, {"java_script_enabled": False}, {"viewport": {"width": 375, "height": 700}, "color_scheme": "dark"}],
    ids=["desktop", "no script", "phone by night"],
)
def test_odd_figure_is_explained_and_totals_are_played_back(visit, site_url, response, options):
    visitor = visit(**options)
    ada, barriers = visitor.page, []

    def look():
        if visitor.scripts:
            barriers.extend(axe_violations(ada))
            assert ada.evaluate("document.documentElement.scrollWidth <= innerWidth")

    ada.goto(reverse("surveys:entry", args=[InvitationFactory(unit=response.unit).token]))
    ada.locator("main form button").click()
    ada.goto(address(response, "company", "size"))
    ada.fill("[name=people]", "12")
    ada.keyboard.press("Enter")
    ada.wait_for_url(f"**{address(response, 'company', 'hiring')}")
    assert "Con 12 personas" in visitor.text()
    look()

    ada.goto(address(response, "staff", "roles"))
    ada.fill("[name=roles--dev--now]", "20")
    ada.locator("main button[value=continue]").press("Enter")
    ada.wait_for_url("**#odd")
    look()
    if visitor.scripts:
        assert ada.evaluate("document.activeElement.id") == "odd"
    ada.locator("#odd a").first.press("Enter")
    ada.fill("textarea[name^=because]", "Dos empleos cada persona")
    ada.locator("main button[value=continue]").press("Enter")
    ada.wait_for_url(f"**{address(response, 'staff', 'total')}*")

    assert "20\u00a0people (es)" in visitor.text()
    look()
    ada.locator(".recap a").first.press("Enter")
    ada.wait_for_url("**/staff/roles/?back=staff/total")
    look()
    ada.fill("[name=roles--dev--now]", "10")
    ada.locator("main button[value=continue]").press("Enter")
    ada.wait_for_url(f"**{address(response, 'staff', 'total')}")
    assert "10\u00a0people (es)" in visitor.text()

    assert barriers == []
    assert not response.check_flags.exists()
