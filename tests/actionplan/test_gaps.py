from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplan.enums import GapState
from actionplan.gaps import gaps_of, published_campaign, state_of, whole_level
from tests.factories.actionplan import ActionFactory, NeedFactory, NodeNeedFactory, SkillNeedFactory
from tests.factories.skills import DemandFactory
from tests.factories.surveys import CampaignFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferProfileFactory, OfferSkillFactory

SUPPLY = st.lists(st.tuples(st.none() | st.integers(1, 5), st.booleans()), max_size=6)


@pytest.mark.parametrize(
    ("asked", "supply", "state"),
    [
        (3, [], GapState.UNCOVERED),
        (None, [], GapState.UNCOVERED),
        (3, [(2, True)], GapState.BELOW_LEVEL),
        (3, [(2, True), (1, True)], GapState.BELOW_LEVEL),
        (3, [(None, True)], GapState.UNKNOWN_LEVEL),
        (3, [(2, True), (None, True)], GapState.UNKNOWN_LEVEL),
        (3, [(3, False)], GapState.PARTIAL),
        (3, [(4, False), (2, True)], GapState.PARTIAL),
        (None, [(None, False)], GapState.PARTIAL),
        (3, [(3, True)], GapState.COVERED),
        (3, [(None, False), (5, True)], GapState.COVERED),
        (None, [(None, True)], GapState.COVERED),
    ],
)
def test_state_of_follows_the_rule(asked, supply, state):
    assert state_of(asked, supply) == state


@given(st.none() | st.integers(1, 5), SUPPLY, st.tuples(st.none() | st.integers(1, 5), st.just(True)))
def test_state_of_never_gets_worse_with_one_more_offer(asked, supply, extra):
    order = [
        GapState.UNCOVERED,
        GapState.BELOW_LEVEL,
        GapState.UNKNOWN_LEVEL,
        GapState.PARTIAL,
        GapState.COVERED,
    ]

    assert order.index(state_of(asked, [*supply, extra])) >= order.index(state_of(asked, supply))


@pytest.mark.parametrize(
    ("mean", "level"),
    [("3.4", 3), ("3.5", 4), ("2.5", 3), ("5.0", 5)],
    ids=["down", "up", "half-up", "whole"],
)
def test_whole_level_rounds_halves_up(mean, level):
    assert whole_level(Decimal(mean)) == level


@pytest.mark.django_db
def test_gaps_of_counts_only_published_offers_with_confirmed_links():
    need = NeedFactory()
    OfferProfileFactory(profile=need.profile, confirmed_on=None)
    OfferProfileFactory(profile=need.profile, offer=OfferFactory(status="draft"))
    counted = OfferProfileFactory(profile=need.profile)
    EditionFactory(offer=counted.offer)

    [gap] = gaps_of(need.campaign)

    assert [entry.offer for entry in gap.supply] == [counted.offer]
    assert (gap.open_offers, gap.state) == (1, GapState.COVERED)


@pytest.mark.django_db
def test_gaps_of_compares_the_level_reached_with_the_level_asked():
    need = SkillNeedFactory(level="3.6")
    OfferSkillFactory(skill=need.skill, level_reached=2)
    OfferSkillFactory(skill=need.skill, level_reached=3)

    [gap] = gaps_of(need.campaign)

    assert (gap.level_asked, gap.level_reached, gap.state) == (4, 3, GapState.BELOW_LEVEL)


@pytest.mark.django_db
def test_gaps_of_leaves_out_hidden_needs_and_other_measures():
    campaign = CampaignFactory()
    NeedFactory(campaign=campaign, status="small", value=None, rank=None)
    NeedFactory(campaign=campaign, measure="hires_planned")
    SkillNeedFactory(campaign=campaign, measure="skill_urgent")

    assert gaps_of(campaign) == []


@pytest.mark.django_db
def test_gaps_of_names_the_live_actions_that_answer_the_subject_in_any_edition():
    need = NeedFactory()
    earlier = NodeNeedFactory(need__profile=need.profile)
    NodeNeedFactory(need=need, node__status="cancelled")

    [gap] = gaps_of(need.campaign)

    assert gap.actions == (earlier.node,)


@pytest.mark.django_db
def test_gaps_of_names_only_the_nodes_it_is_given():
    link = NodeNeedFactory(node__is_public=False)

    [gap] = gaps_of(link.need.campaign, nodes=type(link.node).objects.public())

    assert gap.actions == ()


@pytest.mark.django_db
def test_gaps_of_query_count_is_constant(django_assert_num_queries):
    campaign = CampaignFactory()
    fill(campaign)
    with django_assert_num_queries(5):
        names(gaps_of(campaign))

    fill(campaign)
    fill(campaign)
    with django_assert_num_queries(5):
        names(gaps_of(campaign))


def fill(campaign):
    need = NeedFactory(campaign=campaign)
    EditionFactory(offer=OfferProfileFactory(profile=need.profile).offer)
    NodeNeedFactory(need=need, node=ActionFactory())
    skill = SkillNeedFactory(campaign=campaign).skill
    OfferSkillFactory(skill=skill, level_reached=4)


def names(gaps):
    """Read everything a page prints of a gap."""
    return [
        (str(gap.subject), str(gap.need.campaign), str(gap.state), str(entry.offer.provider), gap.actions)
        for gap in gaps
        for entry in gap.supply
    ]


@pytest.mark.django_db
def test_published_campaign_is_none_while_a_closed_edition_is_unpublished():
    need = NeedFactory()
    assert published_campaign() is None

    DemandFactory(profile=need.profile, edition=need.campaign.edition)

    assert published_campaign() == need.campaign
