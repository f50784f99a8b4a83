"""Figures far from the company's own of the last edition."""

import copy
import uuid

import pytest
from django.utils import translation

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.answering.errors import NotReady
from surveys.instrument.actions import publish_version
from tests.factories.surveys import (
    TINY,
    CampaignFactory,
    InvitationFactory,
    ResponseFactory,
    UnitFactory,
    VersionFactory,
)
from tests.surveys.answering.conftest import COMPLETE, press
from tests.surveys.answering.oddities.conftest import save, submit
from tests.surveys.answering.pages.conftest import post, url

DEVIATION = {
    "code": "people-changed",
    "section": "company",
    "severity": "soft",
    "message": {
        "es": "En la última edición eran {previous}; ahora {left}.",
        "en": "In the last edition they were {previous}; now {left}: {difference} apart.",
    },
    "rule": {"deviation": {"variable": "people", "ratio": 3, "difference": 5}},
}


@pytest.fixture
def panel_response(db):
    """A response whose organisation sent 41 people in the edition before."""
    definition = {**copy.deepcopy(TINY), "checks": [DEVIATION]}
    version = publish_version(VersionFactory(definition=definition), by=None)
    response = ResponseFactory(unit__campaign__version=version)
    campaign = response.unit.campaign
    dates = {name: getattr(campaign, name).replace(year=2025) for name in ("opens_at", "due_at", "closes_at")}
    before = CampaignFactory(version=version, reference_date="2025-12-31", **dates)
    old = ResponseFactory(unit=UnitFactory(campaign=before, organisation=response.unit.organisation))
    changes = [*COMPLETE, Change("people", 41)]
    save_cells(old, changes, request_id=uuid.uuid4(), actor="Ada", at=dates["due_at"])
    submit_response(old, idempotency_key=uuid.uuid4(), by="Ada", at=dates["due_at"])
    return response


def test_deviation_from_the_last_edition_is_quoted_on_the_page(panel_response):
    client = press(InvitationFactory(unit=panel_response.unit))

    answer = post(client, panel_response, "company", "size", people="4")
    page = client.get(answer.url.split("#")[0])
    with translation.override("en"):
        messages = [oddity.failure.message for oddity, *_ in page.context["form"].explaining.asked()]

    assert messages == ["In the last edition they were 41; now 4: 37 apart."]
    assert "En la última edición eran 41; ahora 4." in page.content.decode()


def test_deviation_has_to_be_explained_before_sending(panel_response):
    save(panel_response, *COMPLETE, Change("people", 4))

    with pytest.raises(NotReady):
        submit(panel_response)

    assert submit(panel_response, explanations={("people-changed", ""): "Sold a division"})


@pytest.mark.parametrize("page", ["size", "hiring"])
def test_last_edition_is_read_once_for_the_checks_and_to_be_shown(
    panel_response, page, django_assert_max_num_queries
):
    client = press(InvitationFactory(unit=panel_response.unit))

    with django_assert_max_num_queries(10) as queries:
        client.get(url("page", panel_response, "company", page))

    assert sum('FROM "surveys_submission"' in query["sql"] for query in queries.captured_queries) == 1
