import pytest
from django.urls import reverse

from tests.factories.actionplan import ActionFactory, MilestoneFactory, NodePartyFactory, ObservationFactory

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


QUERIES = 11


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
