"""How a company compares, on a wide screen and on phones: every figure in sight, each with its heading."""

import uuid

import pytest
from django.conf import settings
from django.urls import reverse

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.fielding.actions import close_campaign
from surveys.instrument.actions import publish_version
from tests.browser.conftest import axe_violations
from tests.factories.surveys import CampaignFactory, ResponseFactory, UnitFactory, VersionFactory, ask
from tests.surveys.answering.conftest import COMPLETE
from tests.surveys.answering.test_kinds import definition_with
from tests.surveys.answering.test_previous import earlier
from tests.surveys.fielding.test_comparing import browser

COMPANIES = 15


def answer(response, joiners, at=None):
    said = [*COMPLETE, Change("headcount", 100), Change("joiners", joiners)]
    save_cells(response, said, request_id=uuid.uuid4(), actor="Ada", at=at)
    submit_response(response, idempotency_key=uuid.uuid4(), by="Ada", at=at)


@pytest.fixture
def response(transactional_db):
    """One of fifteen companies of a closed edition, which answered the one before too."""
    questions = ask("headcount", "number"), ask("joiners", "number")
    version = publish_version(VersionFactory(definition=definition_with(*questions)), by=None)
    campaign = CampaignFactory(version=version)
    units = [UnitFactory(campaign=campaign) for _number in range(COMPANIES)]
    responses = [ResponseFactory(unit=unit) for unit in units]
    before = earlier(responses[0])
    answer(before, 77, at=before.unit.campaign.due_at)
    for number, response in enumerate(responses, start=10):
        answer(response, number)
    close_campaign(campaign, by=None)
    return responses[0]


@pytest.mark.parametrize("width", [1280, 375, 320])
def test_comparison_shows_every_figure_without_scrolling_sideways(visit, live_server, response, width):
    visitor = visit(viewport={"width": width, "height": 700})
    session = browser(response).cookies[settings.SESSION_COOKIE_NAME].value
    visitor.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )

    page = visitor.open(reverse("surveys:comparison", args=[response.pk]))

    row = page.locator(".data-table tbody tr")
    assert row.count() == 1
    figures = row.locator("td")
    assert figures.all_inner_texts() == ["10,0", "77,0", "12,0", "17,0", "22,0", "al menos 11 de 15"]
    for figure in figures.all():
        box = figure.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    table = page.locator(".table-scroll")
    assert table.evaluate("region => region.scrollWidth <= region.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    said = figures.first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert ("Su empresa" in said) is (width < 768)
    assert axe_violations(page) == []
