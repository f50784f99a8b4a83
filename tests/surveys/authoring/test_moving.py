import uuid
from datetime import timedelta

import pytest

from surveys.answering.actions import reopen_response, save_cells, start_response, submit_response
from surveys.answering.cells import Change
from surveys.authoring.moving.actions import MoveRefused, move_edition, publish_and_move
from surveys.authoring.moving.plan import plan_move
from surveys.fielding.actions import close_campaign
from surveys.instrument.versions import next_number
from surveys.instrument.wording import differ_in_words_only
from surveys.models import AnswerEvent, ResponseMove, VersionMove
from tests.factories.members import UserFactory
from tests.factories.surveys import CampaignFactory, ResponseFactory, UnitFactory, VersionFactory
from tests.surveys.answering.conftest import COMPLETE
from tests.surveys.authoring.conftest import newer, question, restructured, reworded


def held(response) -> dict:
    return {
        (row.variable.code, row.row_key, row.col_key): (row.value, row.status, row.on_path)
        for row in response.answers.select_related("variable")
    }


def test_publishing_other_words_takes_the_edition_in_the_field_along(response):
    campaign, before = response.unit.campaign, held(response)
    draft = VersionFactory(questionnaire=campaign.questionnaire, number=next_number(campaign.questionnaire))
    reworded(draft.definition)
    draft.save()
    manager = UserFactory()

    published, moves = publish_and_move(draft, by=manager)

    response.refresh_from_db()
    campaign.refresh_from_db()
    assert response.version == campaign.version == published
    assert held(response) == before
    assert [(move.kind, move.by, move.counts["companies"]) for move in moves] == [("wording", manager, 1)]
    assert ResponseMove.objects.get().version_before.number < published.number


def test_publishing_another_structure_leaves_the_edition_until_it_is_confirmed(response):
    version = response.unit.campaign.version
    draft = VersionFactory(questionnaire=version.questionnaire, number=next_number(version.questionnaire))
    restructured(draft.definition)
    draft.save()

    published, moves = publish_and_move(draft, by=None)

    response.unit.campaign.refresh_from_db()
    response.refresh_from_db()
    assert (published.status, moves) == ("published", [])
    assert response.version == response.unit.campaign.version == version


@pytest.mark.parametrize(
    "change",
    [
        lambda d: question(d, "people").update(max=500),
        lambda d: question(d, "people").update(required=False),
        lambda d: d["sections"][0]["pages"][2].pop("show_if"),
        lambda d: d["checks"].pop(),
        lambda d: d["sections"].reverse(),
    ],
    ids=["bound", "required", "condition", "check", "order"],
)
def test_more_than_words_is_a_structural_change(change, db):
    version = VersionFactory()
    other = VersionFactory()
    change(other.definition)

    assert not differ_in_words_only(version.definition, other.definition)


def test_plan_counts_what_the_move_then_does(response):
    save_cells(
        response,
        [Change("notes", "Palabras"), Change("roles", 2, row="ops", col="now")],
        request_id=uuid.uuid4(),
        actor="Ada",
    )
    ResponseFactory(unit__campaign=response.unit.campaign)
    version = newer(response.version, restructured)

    plan = plan_move(response.unit.campaign, version)
    move = move_edition(response.unit.campaign, version, by=None)

    assert (plan.companies, plan.affected) == (2, 2)
    lines = {
        line.variable: (line.change, line.answered, line.kept, line.unfit, line.closed, line.wanted)
        for line in plan.notable
    }
    assert lines == {
        "remote": ("added", 0, 0, 0, 0, 2),
        "reasons": ("break", 1, 0, 1, 0, 1),
        "roles": ("break", 1, 0, 1, 0, 0),
        "notes": ("dropped", 1, 0, 0, 0, 0),
    }
    assert move.counts == plan.as_json()
    assert VersionMove.objects.get().counts == plan.as_json()


def test_move_keeps_all_there_was(response):
    save_cells(
        response,
        [Change("notes", "Palabras"), Change("roles", 2, row="ops", col="now")],
        request_id=uuid.uuid4(),
        actor="Ada",
    )
    version = newer(response.version, restructured)

    move_edition(response.unit.campaign, version, by=UserFactory(name="Gestora"))

    response.refresh_from_db()
    now = held(response)
    assert response.version == version
    assert now["people", "", ""] == (12, "given", True)
    assert now["roles", "dev", "now"] == (3, "given", True)
    assert now["notes", "", ""] == ("Palabras", "given", False)
    assert now["reasons", "", ""] == (None, "blank", True)
    assert now["roles", "ops", "now"] == (None, "blank", True)
    aside = {(cell["variable"], cell["row"]): cell["value"] for cell in ResponseMove.objects.get().set_aside}
    assert aside == {("reasons", ""): ["pay"], ("roles", "ops"): 2}
    events = AnswerEvent.objects.filter(response=response, base_revision=response.revision - 1)
    assert {event.variable.code: event.old["value"] for event in events} == {"reasons": ["pay"], "roles": 2}
    assert {event.actor for event in events} == {"Gestora"}


def test_moved_response_goes_on_and_is_sent_under_its_new_version(response):
    version = newer(response.version, restructured)
    move_edition(response.unit.campaign, version, by=None)

    save_cells(
        response,
        [Change("remote", 4), Change("reasons", ["place"])],
        request_id=uuid.uuid4(),
        actor="Ada",
    )
    submission = submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")

    assert submission.definition_sha256 == version.definition_sha256
    assert submission.payload["version"] == version.number
    sent = {answer["variable"]: answer["value"] for answer in submission.payload["answers"]}
    assert sent == {"people": 12, "hired": "yes", "reasons": ["place"], "remote": 4, "roles": 3}


def test_sent_response_keeps_the_version_it_answered_and_a_new_one_takes_the_new(response):
    old = response.version
    submission = submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")
    late = UnitFactory(campaign=response.unit.campaign)

    version = newer(old, restructured)
    move_edition(response.unit.campaign, version, by=None)

    response.refresh_from_db()
    assert response.version == old
    assert response.submissions.get() == submission
    assert start_response(late).version == version


def test_response_opened_again_is_moved_by_a_second_move(response):
    submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")
    version = newer(response.version, restructured)
    move_edition(response.unit.campaign, version, by=None)
    reopen_response(response, by=UserFactory(), reason="Total")

    again = move_edition(response.unit.campaign, version, by=None)

    response.refresh_from_db()
    assert (again.counts["companies"], response.version) == (1, version)
    with pytest.raises(MoveRefused):
        move_edition(response.unit.campaign, version, by=None)


def test_conditions_close_and_open_what_is_answered(response):
    def only_if_none_hired(definition):
        definition["sections"][0]["pages"][2]["show_if"] = {"variable": "hired", "is": "no"}

    version = newer(response.version, only_if_none_hired)

    plan = plan_move(response.unit.campaign, version)
    move_edition(response.unit.campaign, version, by=None)

    assert [(line.variable, line.closed) for line in plan.notable] == [("reasons", 1)]
    assert held(response)["reasons", "", ""] == (["pay"], "given", False)


def test_move_is_refused_where_it_makes_no_sense(response):
    campaign = response.unit.campaign
    draft = VersionFactory(questionnaire=campaign.questionnaire, number=9)
    stranger = CampaignFactory().version
    newest = newer(campaign.version, reworded)
    move_edition(campaign, newest, by=None)

    for version in (draft, stranger, response.version):
        with pytest.raises(MoveRefused):
            move_edition(campaign, version, by=None)
    close_campaign(campaign, at=campaign.opens_at + timedelta(days=2))
    with pytest.raises(MoveRefused):
        move_edition(campaign, newer(newest, restructured), by=None)


def test_plan_takes_the_same_queries_for_one_and_three(response, django_assert_num_queries):
    version = newer(response.version, restructured)
    campaign = response.unit.campaign
    plan_move(campaign, version)
    with django_assert_num_queries(2):
        plan_move(campaign, version)
    for _ in range(2):
        other = ResponseFactory(unit__campaign=campaign)
        save_cells(other, COMPLETE, request_id=uuid.uuid4(), actor="Bea")
    with django_assert_num_queries(2):
        plan_move(campaign, version)
