import pytest
from django.urls import reverse

from surveys.authoring.moving.actions import move_edition
from surveys.models import VersionMove
from tests.factories.surveys import CampaignFactory, VersionFactory
from tests.surveys.authoring.conftest import newer, restructured, reworded


def url(page, *args):
    return reverse(f"admin:surveys_{page}", args=args)


@pytest.fixture
def draft(response):
    version = response.version
    return VersionFactory(questionnaire=version.questionnaire, number=version.number + 1)


def test_publish_page_says_what_happens_with_the_edition_in_the_field(manager_client, draft):
    reworded(draft.definition)
    draft.save()

    asked = manager_client.get(url("questionnaireversion_publish", draft.pk))
    assert [plan for _edition, plan, _lines in asked.context["editions"]] == [None]

    manager_client.post(url("questionnaireversion_publish", draft.pk))
    assert VersionMove.objects.get().version == draft


def test_publish_of_another_structure_leads_to_the_plan_and_only_there_moves(
    manager_client, manager, draft, response
):
    restructured(draft.definition)
    draft.save()
    plan_page = url("questionnaireversion_move", draft.pk)

    asked = manager_client.get(url("questionnaireversion_publish", draft.pk))
    assert [plan.affected for _edition, plan, _lines in asked.context["editions"]] == [1]

    answer = manager_client.post(url("questionnaireversion_publish", draft.pk))
    assert answer.url == f"{plan_page}?edition={response.unit.campaign.pk}"
    assert not VersionMove.objects.exists()

    shown = manager_client.get(answer.url)
    assert {line.variable for line, _change, _fate in shown.context["lines"]} == {
        "remote",
        "reasons",
        "roles",
        "notes",
    }
    manager_client.post(answer.url)
    response.refresh_from_db()
    assert response.version == draft
    assert VersionMove.objects.get().by == manager

    log = manager_client.get(answer.url)
    assert log.context["plan"] is None
    assert [move.version for move in log.context["moves"]] == [draft]


def test_plan_of_an_edition_that_is_not_there_is_not_found(manager_client, response):
    version = newer(response.version, reworded)
    other = CampaignFactory()

    assert manager_client.get(url("questionnaireversion_move", version.pk), {"edition": 0}).status_code == 404
    address = f"{url('questionnaireversion_move', version.pk)}?edition={other.pk}"
    assert manager_client.post(address).status_code == 404


def test_edition_leads_to_the_newest_version(manager_client, response):
    version = newer(response.version, reworded)

    answer = manager_client.get(url("campaign_change_version", response.unit.campaign.pk))

    assert answer.url.startswith(url("questionnaireversion_move", version.pk))
    assert manager_client.get(answer.url).context["plan"].companies == 1


def test_page_of_a_response_says_when_it_moved(manager_client, response):
    before = manager_client.get(url("response_change", response.pk))
    version = newer(response.version, restructured)
    move_edition(response.unit.campaign, version, by=None)

    page = manager_client.get(url("response_change", response.pk))
    assert str(version) in page.content.decode()
    assert "guardadas aparte" in page.content.decode()
    assert "guardadas aparte" not in before.content.decode()
