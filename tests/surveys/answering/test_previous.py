"""The last edition's answers: of the same organisation, sent, and still comparable."""

import copy
import uuid

import pytest
from django.urls import reverse

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.answering.previous import cells_of_last_edition
from surveys.instrument.actions import publish_version
from surveys.instrument.cells import Key
from tests.factories.surveys import CampaignFactory, ResponseFactory, UnitFactory, VersionFactory
from tests.surveys.answering.conftest import COMPLETE


def send(response, *changes):
    save_cells(response, [*COMPLETE, *changes], request_id=uuid.uuid4(), actor="Ada")
    return submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")


def earlier(response, year=2025, **rest):
    """Return a response of the same organisation in an earlier edition, in its own dates."""
    campaign = response.unit.campaign
    before = CampaignFactory(
        version=rest.pop("version", response.version),
        label=f"Edition {year}",
        reference_date=f"{year}-12-31",
        opens_at=campaign.opens_at.replace(year=year),
        due_at=campaign.due_at.replace(year=year),
        closes_at=campaign.closes_at.replace(year=year),
        **rest,
    )
    return ResponseFactory(unit=UnitFactory(campaign=before, organisation=response.unit.organisation))


def sent_earlier(response, *changes, **rest):
    before = earlier(response, **rest)
    at = before.unit.campaign.due_at
    save_cells(before, [*COMPLETE, *changes], request_id=uuid.uuid4(), actor="Ada", at=at)
    submit_response(before, idempotency_key=uuid.uuid4(), by="Ada", at=at)
    return before


def figures(last):
    return {key: cell.plain for key, cell in last.cells.items()}


def test_last_edition_is_what_was_sent_in_the_newest_earlier_one(response):
    sent_earlier(response, Change("people", 5), year=2024)
    sent_earlier(response, Change("people", 41), year=2025)

    last = cells_of_last_edition(response)

    assert (last.label, last.reference_date.year) == ("Edition 2025", 2025)
    assert figures(last) == {
        Key("people"): 41,
        Key("hired"): "yes",
        Key("reasons"): ["pay"],
        Key("roles", "dev", "now"): 3,
    }


def test_last_edition_leaves_out_answers_never_sent_and_other_organisations(response):
    before = earlier(response)
    save_cells(before, COMPLETE, request_id=uuid.uuid4(), actor="Ada", at=before.unit.campaign.due_at)
    send(ResponseFactory(unit=UnitFactory(campaign=response.unit.campaign)))

    assert not cells_of_last_edition(response)


def test_last_edition_leaves_out_this_edition_and_demonstrations(response):
    sent_earlier(response, is_demo=True)
    send(response)

    assert not cells_of_last_edition(response)


def next_version(version, change):
    definition = copy.deepcopy(version.definition)
    change(definition["sections"][0]["pages"][1]["questions"][0])
    draft = VersionFactory(
        questionnaire=version.questionnaire, number=version.number + 1, definition=definition
    )
    return publish_version(draft, by=None)


def reword(question):
    question["label"]["en"] = "Did you hire?"


def add_choice(question):
    question["choices"].append({"code": "perhaps", "label": {"es": "Quizá", "en": "Perhaps"}})


def reword_again(question):
    question["label"]["en"] = "Have you hired?"


@pytest.mark.parametrize(
    ("changes", "compares"), [([reword], True), ([add_choice], False), ([add_choice, reword_again], False)]
)
def test_last_edition_leaves_out_a_variable_whose_series_broke_since(response, changes, compares):
    sent_earlier(response)
    version = response.version
    for change in changes:
        version = next_version(version, change)
    response.version = version
    response.save()

    last = cells_of_last_edition(response)

    assert (Key("hired") in last.cells) is compares
    assert Key("people") in last.cells


def test_last_edition_survives_a_response_that_moved_to_another_version(response):
    """Sent under version 1, moved to version 2 afterwards: the break lies between them all the same."""
    before = sent_earlier(response)
    version = next_version(response.version, add_choice)
    for moved in (before, response):
        moved.version = version
        moved.save()

    last = cells_of_last_edition(response)

    assert Key("hired") not in last.cells
    assert last.cells[Key("people")].plain == 12


def test_last_edition_leaves_out_cells_that_the_version_no_longer_has(response):
    before = sent_earlier(response)
    definition = copy.deepcopy(response.version.definition)
    grid = definition["sections"][1]["pages"][0]["questions"][0]
    grid["rows"] = [row for row in grid["rows"] if row["code"] != "dev"]
    draft = VersionFactory(questionnaire=response.version.questionnaire, number=99, definition=definition)
    before.version = publish_version(draft, by=None)
    before.save()

    assert Key("people") in cells_of_last_edition(response).cells


def test_last_edition_takes_two_queries(response, django_assert_num_queries):
    sent_earlier(response)
    cells_of_last_edition(response)

    with django_assert_num_queries(2):
        cells_of_last_edition(response)


def test_last_edition_is_beside_each_field_and_in_none(owner, response):
    sent_earlier(response, Change("people", 41), Change("roles", 2, row="dev", col="hard"))

    size = owner.get(reverse("surveys:page", args=[response.pk, "company", "size"])).content.decode()
    hiring = owner.get(reverse("surveys:page", args=[response.pk, "company", "hiring"])).content.decode()
    roles = owner.get(reverse("surveys:page", args=[response.pk, "staff", "roles"])).content.decode()

    assert "El 31 de diciembre de 2025 usted dijo: 41" in size
    assert 'aria-describedby="question-people-last"' in size
    assert 'value="41"' not in size
    assert "usted dijo: yes (es)" in hiring
    assert " checked" not in hiring
    assert 'id="id_roles--dev--hard_last">2025: 2<' in roles
    assert 'value="2"' not in roles
    assert not response.answers.exists()


def test_answers_are_checked_beside_the_last_edition(owner, response):
    sent_earlier(response, Change("people", 41))
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")

    page = owner.get(reverse("surveys:check", args=[response.pk])).content.decode()

    assert '<span class="summary__last">2025: 41</span>' in page


def test_receipt_says_nothing_of_the_last_edition(owner, response):
    sent_earlier(response, Change("people", 41))
    send(response)

    page = owner.get(reverse("surveys:receipt", args=[response.pk])).content.decode()

    assert "summary__last" not in page


def test_company_without_a_last_edition_sees_none(owner, response):
    page = owner.get(reverse("surveys:page", args=[response.pk, "company", "size"])).content.decode()

    assert "question__last" not in page
