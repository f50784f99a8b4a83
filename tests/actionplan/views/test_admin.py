import pytest
from django.urls import reverse

from actionplan.models import Node, Observation
from tests.factories.actionplan import (
    ActionFactory,
    IndicatorFactory,
    LineFactory,
    MilestoneFactory,
    NodeNeedFactory,
    NodePartyFactory,
    ObservationFactory,
    PlanFactory,
)

pytestmark = pytest.mark.django_db


def plan():
    return PlanFactory()


def node():
    row = ActionFactory()
    NodePartyFactory(node=row)
    return row


def indicator():
    row = ObservationFactory().indicator
    row.nodes.add(ActionFactory(plan=row.plan))
    return row


def milestone():
    return MilestoneFactory()


@pytest.mark.parametrize(
    ("make", "queries"),
    [(plan, 6), (node, 8), (indicator, 8), (milestone, 6)],
    ids=["plan", "node", "indicator", "milestone"],
)
def test_changelist_query_count_is_constant(manager_client, django_assert_num_queries, make, queries):
    url = reverse(f"admin:actionplan_{make.__name__}_changelist")
    make()
    with django_assert_num_queries(queries):
        manager_client.get(url)

    make()
    make()
    with django_assert_num_queries(queries):
        manager_client.get(url)


@pytest.mark.parametrize("make", [plan, node, indicator, milestone])
def test_change_page_answers(manager_client, make):
    row = make()

    page = manager_client.get(reverse(f"admin:actionplan_{make.__name__}_change", args=[row.pk]))

    assert page.context["original"] == row


def test_node_form_refuses_a_parent_that_cannot_hold_it(manager_client):
    line = LineFactory()
    data = form_of(ActionFactory(plan=line.plan, parent=line)) | {"kind": "package", "parent": ""}

    response = manager_client.post(reverse("admin:actionplan_node_add"), data | {"code": "new"})

    assert list(response.context["adminform"].form.errors) == ["parent"]
    assert not Node.objects.filter(code="new").exists()


def form_of(row) -> dict:
    inlines = ("milestones", "parties", "node_needs", "node_offers")
    management = {
        f"{name}-{field}": 0
        for name in inlines
        for field in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")
    }
    return management | {
        "plan": row.plan_id,
        "kind": row.kind,
        "parent": row.parent_id,
        "code": row.code,
        "title_es": row.title_es,
        "position": row.position,
        "status": row.status,
        "weight": row.weight,
        "provenance": row.provenance,
    }


def test_node_filter_overdue(manager_client):
    late = ActionFactory(due_date="2020-01-01")
    ActionFactory(due_date="2999-01-01")

    page = manager_client.get(reverse("admin:actionplan_node_changelist"), {"overdue": "yes"})

    assert list(page.context["cl"].result_list) == [late]


def test_node_change_page_shows_its_evidence(manager_client):
    link = NodeNeedFactory()

    page = manager_client.get(reverse("admin:actionplan_node_change", args=[link.node_id]))

    assert str(link.need.profile) in page.text


def test_observation_is_added_and_never_changed_in_the_admin(manager_client):
    row = ObservationFactory(value=12, indicator=IndicatorFactory())
    url = reverse("admin:actionplan_indicator_change", args=[row.indicator_id])
    data = {
        "plan": row.indicator.plan_id,
        "code": row.indicator.code,
        "name_es": row.indicator.name_es,
        "level": "output",
        "unit": "count",
        "direction": "up",
        "position": 0,
        "targets-TOTAL_FORMS": 0,
        "targets-INITIAL_FORMS": 0,
        "observations-TOTAL_FORMS": 2,
        "observations-INITIAL_FORMS": 1,
        "observations-0-id": row.pk,
        "observations-0-indicator": row.indicator_id,
        "observations-0-value": 99,
        "observations-1-indicator": row.indicator_id,
        "observations-1-period_label_es": "2025",
        "observations-1-value": 13,
        "observations-1-source_es": "Nota corregida",
        "observations-1-supersedes": row.pk,
    }

    response = manager_client.post(url, data)

    assert response.status_code == 302, response.context["errors"]
    assert list(Observation.objects.order_by("pk").values_list("value", "supersedes")) == [
        (12, None),
        (13, row.pk),
    ]
    assert [o.value for o in Observation.objects.standing()] == [13]
