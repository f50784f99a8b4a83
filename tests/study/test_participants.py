"""Who took part is said of those that agreed to it, and of nobody else."""

import uuid

import pytest

from study.parts.method import method_of
from study.reading import method_rows
from surveys.answering.actions import reopen_response, save_cells, submit_response
from surveys.answering.cells import Change
from surveys.instrument.actions import publish_version
from surveys.results.participants import named_participants
from tests.factories.members import UserFactory
from tests.factories.surveys import (
    CampaignFactory,
    ResponseFactory,
    UnitFactory,
    VersionFactory,
    ask,
    choices,
)
from tests.surveys.answering.conftest import COMPLETE
from tests.surveys.answering.test_kinds import definition_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    question = ask("permissions", "multiple", choices=choices("named", "totals"))
    campaign = CampaignFactory(
        version=publish_version(VersionFactory(definition=definition_with(question)), by=None)
    )
    campaign.refresh_from_db()
    return campaign


def answer(campaign, name, *permissions, sends=True):
    response = ResponseFactory(unit=UnitFactory(campaign=campaign, name_at_launch=name))
    say(response, *permissions)
    if sends:
        submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")
    return response


def say(response, *permissions):
    said = [*COMPLETE, Change("permissions", permissions)]
    save_cells(response, said, request_id=uuid.uuid4(), actor="Ada")


def test_only_who_agreed_and_sent_is_named(campaign):
    answer(campaign, "Zeta Inventada", "named")
    answer(campaign, "alfa inventada", "named", "totals")
    answer(campaign, "Callada Inventada")
    answer(campaign, "Otra Inventada", "totals")
    answer(campaign, "Abierta Inventada", "named", sends=False)

    assert named_participants(campaign) == ["alfa inventada", "Zeta Inventada"]


def test_last_word_counts(campaign):
    response = answer(campaign, "Zeta Inventada", "named")
    reopen_response(response, by=UserFactory(), reason="Permiso")
    say(response)
    submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")

    assert named_participants(campaign) == []


def test_study_says_who_agreed_to_be_named(campaign):
    answer(campaign, "Zeta Inventada", "named")
    answer(campaign, "Callada Inventada")

    rows = dict(method_rows({"method": method_of(campaign)}))

    assert rows["Empresas que aceptaron que se las nombre"] == "Zeta Inventada"
    assert "Callada" not in str(rows)


def test_study_of_before_says_nothing_of_it(campaign):
    method = method_of(campaign)
    del method["participants"]

    assert all("nombre" not in label for label, _text in method_rows({"method": method}))
