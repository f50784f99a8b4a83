from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actionplan.models import Node, NodeNeed
from tests.factories.actionplan import (
    ActionFactory,
    LineFactory,
    MilestoneFactory,
    NeedFactory,
    NodeFactory,
    NodeNeedFactory,
    NodePartyFactory,
    ObjectiveFactory,
    PackageFactory,
    PlanFactory,
)
from tests.factories.members import UserFactory
from tests.factories.skills import DemandFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)
FACTORIES = {
    None: lambda plan: None,
    "objective": lambda plan: ObjectiveFactory(plan=plan),
    "line": lambda plan: LineFactory(plan=plan),
    "package": lambda plan: PackageFactory(plan=plan),
    "action": lambda plan: ActionFactory(plan=plan),
}
ALLOWED = {
    ("objective", None),
    ("line", "objective"),
    ("package", "line"),
    ("action", "line"),
    ("action", "package"),
}


@pytest.mark.parametrize("kind", ["objective", "line", "package", "action"])
@pytest.mark.parametrize("parent_kind", list(FACTORIES))
def test_node_accepts_only_the_parents_of_the_table(kind, parent_kind):
    plan = PlanFactory()
    node = Node(
        plan=plan,
        kind=kind,
        parent=FACTORIES[parent_kind](plan),
        code="new",
        title_es="Nuevo",
        provenance="proposal",
    )

    if (kind, parent_kind) in ALLOWED:
        node.full_clean()
    else:
        with pytest.raises(ValidationError) as refusal:
            node.full_clean()
        assert list(refusal.value.message_dict) == ["parent"]


def test_node_refuses_a_parent_of_another_plan():
    node = ActionFactory()
    node.parent = PackageFactory()

    with pytest.raises(ValidationError, match="otro plan"):
        node.full_clean()


def test_node_refuses_to_hang_from_itself():
    line = LineFactory()
    package = PackageFactory(plan=line.plan, parent=line)
    line.kind, line.parent = "action", package

    with pytest.raises(ValidationError, match="no puede colgar de sí mismo"):
        line.full_clean()


def test_node_refuses_a_kind_under_which_its_children_cannot_stay():
    package = PackageFactory()
    ActionFactory(plan=package.plan, parent=package)
    package.kind, package.parent = "objective", None

    with pytest.raises(ValidationError, match="Muévalo antes"):
        package.full_clean()


@pytest.mark.parametrize(
    ("status", "due", "is_overdue"),
    [
        ("in_progress", date(2026, 11, 23), True),
        ("proposed", date(2026, 11, 23), True),
        ("in_progress", DAY, False),
        ("in_progress", None, False),
        ("completed", date(2026, 11, 23), False),
        ("cancelled", date(2026, 11, 23), False),
        ("superseded", date(2026, 11, 23), False),
    ],
    ids=["late", "late-proposal", "today", "no-date", "completed", "cancelled", "superseded"],
)
def test_overdue_is_derived_from_the_day(status, due, is_overdue):
    node = ActionFactory(status=status, due_date=due)

    assert node.is_overdue_on(DAY) is is_overdue
    assert Node.objects.overdue(DAY).filter(pk=node.pk).exists() is is_overdue


def test_overdue_is_only_for_actions():
    LineFactory(due_date=date(2020, 1, 1))

    assert not Node.objects.overdue(DAY).exists()


@pytest.mark.parametrize("hidden", ["node", "parent", "grandparent", "objective", "plan"])
def test_public_leaves_out_what_is_internal_at_any_height(hidden):
    node = ActionFactory()
    line = node.parent.parent
    row = {
        "node": node,
        "parent": node.parent,
        "grandparent": line,
        "objective": line.parent,
        "plan": node.plan,
    }[hidden]
    row.is_public = False
    row.save()

    assert node not in Node.objects.public()
    assert node in Node.objects.visible_to(UserFactory(is_staff=True))


def test_public_keeps_a_public_node_at_the_top():
    top = ObjectiveFactory()

    assert list(Node.objects.public()) == [top]


def test_in_tree_order_puts_parents_before_their_parts():
    plan = PlanFactory()
    second = ObjectiveFactory(plan=plan, position=1)
    first = ObjectiveFactory(plan=plan, position=0)
    late = LineFactory(plan=plan, parent=first, position=10)
    early = LineFactory(plan=plan, parent=first, position=2)
    action = NodeFactory(plan=plan, parent=early, position=0)

    assert list(plan.nodes.in_tree_order()) == [first, early, action, late, second]


def test_node_need_is_for_strangers_only_once_its_study_is_published():
    link = NodeNeedFactory()
    stranger, manager = UserFactory(), UserFactory(is_staff=True)
    assert not NodeNeed.objects.visible_to(stranger).exists()
    assert NodeNeed.objects.visible_to(manager).exists()

    DemandFactory(profile=link.need.profile, edition=link.need.campaign.edition)

    assert list(NodeNeed.objects.visible_to(stranger)) == [link]


def test_node_need_of_a_hidden_cell_is_never_for_strangers():
    need = NeedFactory(status="small", value=None, rank=None)
    NodeNeedFactory(need=need)
    DemandFactory(edition=need.campaign.edition)

    assert not NodeNeed.objects.visible_to(UserFactory()).exists()


def test_fulfilled_milestone_needs_evidence():
    with pytest.raises(IntegrityError, match="fulfilled_milestone_has_evidence"), transaction.atomic():
        MilestoneFactory(status="fulfilled")


def test_action_has_one_lead():
    party = NodePartyFactory()

    with pytest.raises(IntegrityError, match="one_lead_per_node"), transaction.atomic():
        NodePartyFactory(node=party.node)
