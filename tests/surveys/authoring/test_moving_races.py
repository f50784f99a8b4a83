"""Publishing for an edition in the field while companies save, send and begin: real connections."""

import uuid

import pytest

from surveys.answering.actions import save_cells, start_response, submit_response
from surveys.answering.cells import Change
from surveys.authoring.moving.actions import move_edition
from surveys.models import AnswerEvent, Response, ResponseMove
from tests.factories.surveys import CampaignFactory, ResponseFactory, UnitFactory
from tests.surveys.answering.conftest import COMPLETE
from tests.surveys.answering.test_races import all_at_once
from tests.surveys.authoring.conftest import newer, restructured, reworded

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 15


def complete():
    response = ResponseFactory()
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")
    return response


@pytest.mark.parametrize("change", [reworded, restructured])
def test_every_save_during_a_move_is_there_afterwards(change):
    for _ in range(ROUNDS):
        response = complete()
        version = newer(response.version, change)

        *saves, moved = all_at_once(
            *[
                lambda n=n, r=response: save_cells(
                    r, [Change("people", n)], request_id=uuid.uuid4(), actor=f"Person {n}"
                )
                for n in range(20, 24)
            ],
            lambda r=response, v=version: move_edition(r.unit.campaign, v, by=None),
        )

        response.refresh_from_db()
        events = AnswerEvent.objects.filter(response=response, variable__code="people").order_by("id")
        assert response.version == moved.version == version
        assert [save.keys for save in saves] == [(("people", "", ""),)] * 4
        assert {event.new["value"] for event in events} == {12, 20, 21, 22, 23}
        assert response.answers.get(variable__code="people").num == events.last().new["value"]


def test_send_against_a_move_is_wholly_before_or_after():
    seen = set()
    for _ in range(ROUNDS):
        response = complete()
        version = newer(response.version, reworded)

        submission, _move = all_at_once(
            lambda r=response: submit_response(r, idempotency_key=uuid.uuid4(), by="Ada"),
            lambda r=response, v=version: move_edition(r.unit.campaign, v, by=None),
        )

        response.refresh_from_db()
        assert response.state == "submitted"
        assert submission.definition_sha256 == response.version.definition_sha256
        assert submission.payload["version"] == response.version.number
        assert ResponseMove.objects.filter(response=response).exists() == (response.version == version)
        seen.add(response.version == version)
    assert seen


def test_whoever_begins_during_a_move_answers_the_new_version_or_is_moved():
    for _ in range(ROUNDS):
        campaign = CampaignFactory()
        units = [UnitFactory(campaign=campaign) for _ in range(4)]
        version = newer(campaign.version, reworded)

        all_at_once(
            *[lambda u=unit: start_response(u) for unit in units],
            lambda c=campaign, v=version: move_edition(c, v, by=None),
        )

        versions = Response.objects.filter(unit__in=units).values_list("version", flat=True)
        assert list(versions) == [version.pk] * 4
