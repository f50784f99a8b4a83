import pytest
from django.urls import reverse

from tests.factories.actionplan import (
    ActionFactory,
    MilestoneFactory,
    NodeNeedFactory,
    NodeOfferFactory,
    NodePartyFactory,
    ObservationFactory,
)
from tests.factories.skills import DemandFactory
from tests.factories.training import OfferFactory

PLAN = "/plan/"


@pytest.mark.django_db
def test_plan_page_without_a_plan_says_so(client):
    assert "No action plan has been published yet" in client.get("/en/plan/").text


def test_plan_page_shows_the_shipped_tree(client, shipped_plan):
    page = client.get("/en/plan/").text

    assert all(f"/en/plan/{node.code}/" in page for node in shipped_plan.nodes.all())
    assert "47.8%" in page
    assert "The series breaks here: the figures from 2021 on" in page
    assert "1 part left out" in page


def test_plan_page_hides_internal_nodes_and_what_hangs_from_them(client, shipped_plan):
    shipped_plan.nodes.filter(code="l2").update(is_public=False)

    page = client.get(PLAN).text

    assert "/plan/a1-1/" in page
    assert "/plan/l2/" not in page
    assert "/plan/a2-2/" not in page


def test_plan_page_shows_internal_nodes_to_staff(manager_client, shipped_plan):
    shipped_plan.nodes.filter(code="l2").update(is_public=False)

    assert "/plan/a2-2/" in manager_client.get(PLAN).text


def test_plan_page_of_an_internal_plan_is_empty_for_strangers(client, shipped_plan):
    shipped_plan.is_public = False
    shipped_plan.save()

    assert shipped_plan.title not in client.get(PLAN).text


def test_plan_page_says_overdue_in_words(client, shipped_plan):
    page = client.get("/en/plan/").text

    assert '· <strong class="plan-overdue">overdue</strong>' in page


@pytest.mark.django_db
def test_plan_page_query_count_is_constant(client, django_assert_num_queries):
    first = ActionFactory()
    fill(first)
    with django_assert_num_queries(QUERIES):
        client.get(PLAN)

    for _ in range(2):
        fill(ActionFactory(parent=first.parent, plan=first.plan))
    with django_assert_num_queries(QUERIES):
        client.get(PLAN)


QUERIES = 12


def fill(node):
    NodePartyFactory(node=node)
    MilestoneFactory(node=node)
    ObservationFactory(indicator__plan=node.plan, indicator__nodes=[node])


@pytest.mark.parametrize("code", ["o1", "l1", "pq2", "a1-1", "a1-4", "a2-2"])
def test_node_page_answers_at_every_level(client, shipped_plan, code):
    node = shipped_plan.nodes.get(code=code)

    response = client.get(reverse("actionplan:node-detail", args=[code]))

    assert response.context["branch"].node == node
    assert node.title in response.text


def test_node_page_shows_the_funnel(client, shipped_plan):
    page = client.get("/en/plan/a2-2/").text

    assert "From enrolling to passing" in page
    assert "47.8%" in page


@pytest.mark.parametrize("code", ["l2", "pq2", "a2-2", "nothing"])
def test_node_page_of_what_is_hidden_is_404_for_strangers(client, shipped_plan, code):
    shipped_plan.nodes.filter(code="l2").update(is_public=False)

    assert client.get(f"/plan/{code}/").status_code == 404


def test_node_page_of_what_is_hidden_opens_for_staff(manager_client, shipped_plan):
    shipped_plan.nodes.filter(code="l2").update(is_public=False)

    assert "Internal" in manager_client.get("/en/plan/l2/").text


@pytest.mark.django_db
@pytest.mark.parametrize("is_demo", [True, False])
def test_pages_say_when_an_invented_organisation_is_on_them(client, is_demo):
    node = NodePartyFactory(organisation__is_demo=is_demo).node

    for url in ("/en/plan/", f"/en/plan/{node.code}/"):
        assert ("Invented data for the demonstration" in client.get(url).text) is is_demo


@pytest.mark.django_db
def test_plan_page_shows_gaps_only_of_a_published_study(client):
    link = NodeNeedFactory()
    subject, campaign = str(link.need.profile), link.need.campaign

    assert subject not in client.get("/en/plan/").text
    assert "12 of 28" not in client.get(f"/en/plan/{link.node.code}/").text

    DemandFactory(profile=link.need.profile, edition=campaign.edition)

    assert subject in client.get("/en/plan/").text
    page = client.get(f"/en/plan/{link.node.code}/").text
    assert "12 of 28 companies" in page
    assert "28 answers from the 34 companies asked" in page
    assert reverse("study:study-detail", args=[campaign.edition]) in page


@pytest.mark.django_db
def test_node_page_shows_published_offers_alone(client):
    node = ActionFactory()
    shown = NodeOfferFactory(node=node, offer=OfferFactory()).offer
    hidden = NodeOfferFactory(node=node, offer=OfferFactory(status="draft")).offer

    page = client.get(f"/en/plan/{node.code}/").text

    assert shown.name in page
    assert hidden.name not in page


@pytest.mark.django_db
def test_node_page_query_count_is_constant(client, django_assert_num_queries):
    node = ActionFactory()
    fill(node)
    url = node.get_absolute_url()
    with django_assert_num_queries(14):
        client.get(url)

    for _ in range(2):
        MilestoneFactory(node=node)
        NodeOfferFactory(node=node, offer=OfferFactory())
        NodeNeedFactory(node=node)
        ObservationFactory(indicator__plan=node.plan, indicator__nodes=[node])
    with django_assert_num_queries(14):
        client.get(url)
