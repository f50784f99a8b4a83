"""From words typed on a phone to an enrolment page, in three taps, knowing why the course matters here."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations
from tests.factories.skills import DemandFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferProfileFactory, OfferSkillFactory

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 375, "height": 740}
ASKED = "curso ciberseguridad gratis online"
ENROL = "https://example.org/inscripcion"


@pytest.fixture
def course():
    today = timezone.localdate()
    course = OfferFactory(
        name_es="Ciberseguridad para empezar",
        price_category="free",
        course_mode="online",
        audience=["anyone"],
    )
    EditionFactory(offer=course, application_deadline=today + timedelta(9), enrol_url=ENROL)
    skill = OfferSkillFactory(offer=course).skill
    DemandFactory(profile=None, skill=skill, companies=17)
    DemandFactory(profile=OfferProfileFactory(offer=course).profile, companies=21)
    OfferFactory(name_es="Ciberseguridad en el aula", price_category="paid", course_mode="onsite")
    over = OfferFactory(name_es="Ciberseguridad de ayer", price_category="free", course_mode="online")
    EditionFactory(offer=over, end_date=today - timedelta(30))
    return course


def catalogue() -> str:
    with translation.override("es"):
        return reverse("training:offer-list")


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def starts_on_the_first_screen(place) -> bool:
    """Whether a visitor who has not scrolled sees where it begins."""
    return place.bounding_box()["y"] < PHONE["height"]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_three_taps_lead_from_words_to_enrolment(visit, course, scripts):
    page = visit(viewport=PHONE, has_touch=True, java_script_enabled=scripts).open(catalogue())
    taps = 0

    def tap(place):
        nonlocal taps
        taps += 1
        place.tap()

    page.locator("#catalogue-text").fill(ASKED)
    assert starts_on_the_first_screen(page.get_by_role("button", name="Buscar"))

    tap(page.get_by_role("button", name="Buscar"))
    card = page.locator(".offer-card")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("21 de las")
    assert starts_on_the_first_screen(card)
    assert fits(page)
    if scripts:
        # So that no keyboard hides what was found.
        expect(page.locator(".catalogue__count")).to_be_focused()
        assert axe_violations(page) == []

    tap(card.get_by_role("link", name="Ciberseguridad para empezar", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ciberseguridad para empezar")
    expect(page.locator("main")).to_contain_text("21 de las")
    expect(page.locator("main")).to_contain_text("Inscripción abierta hasta")
    assert fits(page)
    enrol = page.locator(".offer__facts").get_by_role("link", name="Inscribirse")
    expect(enrol).to_have_attribute("href", ENROL)
    expect(page.locator(".offer__facts")).to_contain_text("example.org")
    if scripts:
        assert axe_violations(page) == []

    page.route(re.compile("example.org"), lambda route: route.fulfill(body="inscripción"))
    tap(enrol)
    expect(page).to_have_url(re.compile("example.org"))
    assert taps == 3


def test_words_become_filters_when_asked_and_back_brings_the_words_again(visit, course):
    page = visit(viewport={"width": 320, "height": 640}, has_touch=True).open(catalogue())
    page.locator("#catalogue-text").fill(ASKED)
    page.get_by_role("button", name="Buscar").tap()
    expect(page).to_have_url(re.compile("q=curso"))
    expect(page.locator(".hints")).to_contain_text("Gratuita + En línea")
    assert fits(page)

    page.locator(".hints a").last.tap()
    expect(page).to_have_url(re.compile("modalidad=online&precio=free"))
    expect(page.locator("#catalogue-text")).to_have_value("curso ciberseguridad")
    expect(page.locator(".offer-card")).to_have_count(1)
    expect(page.locator(".hints")).to_have_count(0)

    page.go_back()
    expect(page.locator("#catalogue-text")).to_have_value(ASKED)


def test_drawer_of_filters_closes_with_what_was_asked_for(visit, course):
    page = visit(viewport=PHONE, has_touch=True).open(catalogue())
    drawer = page.locator("#catalogue-filters")
    drawer.locator("summary").first.tap()
    with page.expect_response(lambda response: "precio=free" in response.url):
        page.locator("#precio-free").check()
    expect(drawer).to_have_attribute("open", "")
    expect(page.locator("#precio-free")).to_be_focused()
    assert axe_violations(page) == []
    assert fits(page)

    page.locator(".filters__apply").tap()
    expect(drawer).not_to_have_attribute("open", "")
    expect(page.locator(".catalogue__count")).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?precio=free$"))

    page.get_by_role("link", name="ninguna convocatoria por delante").tap()
    expect(page).to_have_url(re.compile("pasadas=1"))
    expect(page.locator(".offer-card")).to_have_count(2)


def test_filters_work_without_scripts_on_the_narrowest_screen(visit, course):
    page = visit(viewport={"width": 320, "height": 640}, java_script_enabled=False).open(catalogue())
    page.locator("#catalogue-filters summary").first.click()
    page.locator("#precio-free").check()
    page.locator("#filter-over").check()
    page.locator(".filters__apply").click()

    expect(page).to_have_url(re.compile("precio=free"))
    expect(page.locator(".offer-card")).to_have_count(2)
    page.locator(".chips__chip").first.click()
    expect(page).not_to_have_url(re.compile("precio=free"))
