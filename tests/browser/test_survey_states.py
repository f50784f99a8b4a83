"""Proof 14: no page of the survey, in any state it can be in, has a barrier that axe knows of."""

import uuid

import pytest
from django.urls import reverse

from surveys.answering.actions import reopen_response, save_cells, submit_response
from surveys.answering.cells import Change
from surveys.fielding.actions import close_campaign
from tests.browser.conftest import axe_violations
from tests.factories.members import UserFactory
from tests.factories.surveys import (
    CampaignFactory,
    InvitationFactory,
    PublishedVersionFactory,
    ResponseFactory,
)
from tests.surveys.answering.conftest import COMPLETE
from tests.surveys.answering.test_one_page import SHORT

SIZES = [{"width": 375, "height": 700}, {"width": 1280, "height": 900}]


def enter(visitor, response):
    """Open the link and press its button; nothing is written yet, so that it opens at once."""
    invitation = InvitationFactory(unit=response.unit, person__given_name="Ada")
    page = visitor.open(reverse("surveys:entry", args=[invitation.token]))
    barriers = axe_violations(page)
    page.locator("main form button").click()
    page.wait_for_load_state()
    return page, barriers


@pytest.mark.parametrize("viewport", SIZES, ids=lambda size: str(size["width"]))
def test_pages_of_a_company_have_no_barrier_in_any_state(transactional_db, visit, viewport):
    response = ResponseFactory()
    page, barriers = enter(visit(viewport=viewport), response)

    def look(name, *place):
        page.goto(reverse(f"surveys:{name}", args=[response.pk, *place]))
        barriers.extend(axe_violations(page))

    def press(selector):
        with page.expect_navigation():
            page.locator(selector).click()
        barriers.extend(axe_violations(page))

    for name in ("start", "questions", "hub", "check", "people", "history"):
        look(name)
    for place in (("company", "size"), ("company", "hiring"), ("staff", "roles"), ("staff", "notes")):
        look("page", *place)
    look("page", "company", "size")
    page.fill("[name=people]", "doce")
    press("main button[value=continue]")
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Bea")
    page.fill("[name=people]", "11")
    press("main button[value=continue]")
    for name in ("hub", "check", "history"):
        look(name)
    look("page", "staff", "roles")
    look("check")
    press("form.declaration button.btn-primary")  # without the tick
    submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")
    look("receipt")
    look("feedback")
    press("main form button.btn-primary")  # with nothing said
    page.locator("[name=difficulty]").first.check()
    press("main form button.btn-primary")
    reopen_response(response, by=UserFactory(), reason="Un total")
    for name in ("start", "hub", "receipt"):
        look(name)
    close_campaign(response.unit.campaign)
    look("start")

    assert barriers == []


@pytest.mark.parametrize("viewport", SIZES, ids=lambda size: str(size["width"]))
def test_page_that_sends_has_no_barrier(transactional_db, visit, viewport):
    version = PublishedVersionFactory(definition=SHORT)
    response = ResponseFactory(unit__campaign=CampaignFactory(version=version))
    page, barriers = enter(visit(viewport=viewport), response)
    page.goto(reverse("surveys:page", args=[response.pk, "all", "questions"]))
    barriers.extend(axe_violations(page))

    page.fill("[name=people]", "12")
    with page.expect_navigation():
        page.locator("main button[formaction]").click()
    barriers.extend(axe_violations(page))
    assert "declaración" in page.locator("main").inner_text()
    page.locator("[name=declared]").check()
    with page.expect_navigation():
        page.locator("main button[formaction]").click()
    barriers.extend(axe_violations(page))

    assert page.url.endswith(reverse("surveys:receipt", args=[response.pk]))
    assert response.answers.get().num == 12
    assert barriers == []


@pytest.mark.parametrize("name", ["access", "closed", "left"])
def test_pages_without_a_company_have_no_barrier(transactional_db, visit, name):
    assert axe_violations(visit(viewport=SIZES[0]).open(reverse(f"surveys:{name}"))) == []


def test_unknown_links_and_ended_sessions_have_no_barrier(transactional_db, visit):
    visitor, response = visit(viewport=SIZES[0]), ResponseFactory()
    save_cells(response, [Change("people", 1)], request_id=uuid.uuid4(), actor="Ada")

    for path in (reverse("surveys:entry", args=["nobody"]), reverse("surveys:hub", args=[response.pk])):
        assert axe_violations(visitor.open(path)) == []
