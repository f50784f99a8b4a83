"""The gap board of the catalogue: demand beside who teaches it, for everybody."""

import pytest
from django.urls import reverse

from surveys.enums import CellStatus
from tests.factories.actionplan import ActionFactory, NeedFactory, NodeNeedFactory, SkillNeedFactory
from tests.factories.skills import DemandFactory
from tests.factories.surveys import CampaignFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferProfileFactory, OfferSkillFactory

pytestmark = pytest.mark.django_db
BOARD = "/en/training/gaps/"


@pytest.fixture
def campaign():
    campaign = CampaignFactory()
    DemandFactory(edition=campaign.edition, reference_date=campaign.reference_date)
    return campaign


def taught(campaign, *, places=(None,), **offer):
    need = NeedFactory(campaign=campaign)
    offer = OfferProfileFactory(profile=need.profile, offer=OfferFactory(**offer)).offer
    for number in places:
        EditionFactory(offer=offer, places=number)
    return need, offer


def rows(response) -> dict:
    return {row.gap.need: row for row in response.context["board"].rows}


def test_board_without_a_published_study_leads_to_the_profiles(client):
    NeedFactory()

    response = client.get(BOARD)

    assert "No study has been published yet" in response.text
    assert reverse("training:profile-list") in response.text


def test_board_shows_an_edition_only_once_it_is_published(client, campaign):
    later = CampaignFactory(reference_date="2030-12-31")
    NeedFactory(campaign=later)
    need = NeedFactory(campaign=campaign)

    assert list(rows(client.get(BOARD))) == [need]


def test_board_says_who_teaches_what_and_what_nobody_teaches(client, campaign):
    need, offer = taught(campaign, learning_hours=40)
    lonely = SkillNeedFactory(campaign=campaign)

    text = client.get(BOARD).text

    assert f"Taught by {offer.provider}." in text
    assert "1 of 2 needs has no training" in text
    assert "Nobody in the catalogue teaches it yet." in text
    assert reverse("training:profile-detail", args=[need.profile.code]) in text
    assert reverse("training:skill-detail", args=[lonely.skill.code]) in text
    assert f"?perfil={need.profile.code}" in text
    assert reverse("study:study-detail", args=[campaign.edition]) in text
    assert campaign.label in text


@pytest.mark.parametrize(
    ("places", "editions", "sum_of_places"),
    [((), 0, None), ((None,), 1, None), ((20, None), 2, 20), ((20, 15), 2, 35), ((0,), 1, 0)],
    ids=["none open", "untold", "one told", "both told", "none left"],
)
def test_board_adds_up_the_places_that_are_told(client, campaign, places, editions, sum_of_places):
    need, _offer = taught(campaign, places=places)

    row = rows(client.get(BOARD))[need]

    assert (row.editions, row.places) == (editions, sum_of_places)


def test_board_shows_shortest_and_longest_offer(client, campaign):
    need, _offer = taught(campaign, learning_hours=720)
    for hours in (40, 90, None):
        OfferProfileFactory(profile=need.profile, offer=OfferFactory(learning_hours=hours))

    assert rows(client.get(BOARD))[need].hours == [40, 720]


@pytest.mark.parametrize("status", [CellStatus.SMALL, CellStatus.PROTECTED])
def test_board_counts_hidden_needs_and_names_none(client, campaign, status):
    NeedFactory(campaign=campaign)
    hidden = NeedFactory(campaign=campaign, status=status, value=None, level=None, rank=None)

    response = client.get(BOARD)

    assert hidden not in rows(response)
    assert response.context["board"].withheld == 1
    assert "1 more need was measured and is not shown" in response.text
    assert str(hidden.profile) not in response.text


def test_board_links_public_actions_only(client, campaign):
    need = NeedFactory(campaign=campaign)
    shown = NodeNeedFactory(need=need).node
    hidden = ActionFactory(plan=shown.plan, title="Not for the public", is_public=False)
    NodeNeedFactory(need=need, node=hidden)

    text = client.get(BOARD).text

    assert shown.get_absolute_url() in text
    assert "Not for the public" not in text


def test_board_narrows_to_a_state_and_keeps_every_count(client, campaign):
    need, _offer = taught(campaign)
    lonely = NeedFactory(campaign=campaign)

    response = client.get(BOARD, {"estado": "uncovered"})

    assert list(rows(response)) == [lonely]
    board = response.context["board"]
    assert [(item.state, item.count, item.chosen) for item in board.filters] == [
        ("uncovered", 1, True),
        ("covered", 1, False),
    ]
    assert board.filters[0].query == "?"
    assert need not in rows(response)


def test_board_names_what_it_does_not_know_and_shows_all(client, campaign):
    need = NeedFactory(campaign=campaign)

    response = client.get(BOARD, {"estado": "x" * 10_000, "otra": "'; DROP"})

    assert list(rows(response)) == [need]
    assert "Some filters are not known and were ignored" in response.text


def test_board_of_a_state_without_needs_leads_back(client, campaign):
    NeedFactory(campaign=campaign)

    assert "No need is in this state" in client.get(BOARD, {"estado": "covered"}).text


def test_board_query_count_is_constant(client, campaign, django_assert_num_queries):
    filtered = {"estado": "uncovered"}  # what somebody filters is made each time
    fill(campaign)
    client.get(BOARD, filtered)
    with django_assert_num_queries(9):
        client.get(BOARD, filtered)

    fill(campaign)
    fill(campaign)
    with django_assert_num_queries(9):
        client.get(BOARD, filtered)


def test_board_that_is_the_same_is_asked_for_its_state_alone(client, campaign, django_assert_num_queries):
    fill(campaign)
    client.get(BOARD)

    with django_assert_num_queries(1):
        client.get(BOARD)


def fill(campaign):
    taught(campaign, places=(10, None))
    need = SkillNeedFactory(campaign=campaign)
    OfferSkillFactory(skill=need.skill, level_reached=4)
    NodeNeedFactory(need=need)
