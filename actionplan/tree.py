"""The plan's tree in memory: one query for the nodes, one for each thing that hangs from them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from actionplan.enums import MilestoneStatus, NodeKind, NodeStatus, PartyRole
from actionplan.models import Node, NodeNeed, NodeParty, NodeQuerySet, Plan
from actionplan.progress import Progress, Weighed, own_progress, roll_up


@dataclass(frozen=True, slots=True)
class Branch:
    """A node with what hangs from it, its progress and who answers for it."""

    node: Node
    parts: tuple["Branch", ...]
    progress: Progress
    is_overdue: bool

    @property
    def lead(self):
        return next((party.organisation for party in parties(self.node, PartyRole.LEAD)), None)

    @property
    def partners(self) -> list:
        return [party.organisation for party in parties(self.node, PartyRole.PARTNER)]

    @property
    def percent(self) -> int | None:
        """Whole percent, for the bar and its text."""
        value = self.progress.percent
        return None if value is None else int(value.quantize(Decimal(1)))

    @property
    def milestones_fulfilled(self) -> int:
        return fulfilled(self.node)

    @property
    def names_demo(self) -> bool:
        """Whether an invented organisation takes part in it or in anything below."""
        has_own = any(party.organisation.is_demo for party in self.node.parties.all())
        return has_own or any(part.names_demo for part in self.parts)

    @property
    def milestones_total(self) -> int:
        return len(self.node.milestones.all())

    @property
    def is_action(self) -> bool:
        return self.node.kind == NodeKind.ACTION

    @property
    def groups(self) -> list["Branch"]:
        """The lines or packages among its parts."""
        return [part for part in self.parts if not part.is_action]

    @property
    def actions(self) -> list["Branch"]:
        return [part for part in self.parts if part.is_action]

    @property
    def tone(self) -> str:
        """The tone of the status badge."""
        return TONES.get(NodeStatus(self.node.status), "neutral")


TONES = {NodeStatus.IN_PROGRESS: "brand", NodeStatus.COMPLETED: "success", NodeStatus.ON_HOLD: "warning"}


def parties(node: Node, role: PartyRole) -> Iterable[NodeParty]:
    return (party for party in node.parties.all() if party.role == role)


def fulfilled(node: Node) -> int:
    return sum(milestone.status == MilestoneStatus.FULFILLED for milestone in node.milestones.all())


def build_tree(plan: Plan, *, user, day: date) -> tuple[Branch, ...]:
    """Return the top of a plan's tree as ``user`` may see it; nothing shows below a hidden node.

    Progress is worked out from what is seen, so that a reader can check it.
    """
    by_parent: defaultdict[int | None, list[Node]] = defaultdict(list)
    for node in with_relations(plan.nodes.visible_to(user), user):
        by_parent[node.parent_id].append(node)
    return grow(None, by_parent, day)


def with_relations(nodes: NodeQuerySet, user) -> NodeQuerySet:
    """Fetch everything the pages say of a node, in a constant number of queries."""
    parties = NodeParty.objects.select_related("organisation")
    needs = NodeNeed.objects.visible_to(user)
    return nodes.prefetch_related(
        Prefetch("parties", queryset=parties),
        Prefetch("node_needs", queryset=needs),
        "milestones",
        "indicators",
    ).order_by("position", "code")


def grow(parent: int | None, by_parent: dict[int | None, list[Node]], day: date) -> tuple[Branch, ...]:
    branches = []
    for node in by_parent.get(parent, []):
        parts = grow(node.pk, by_parent, day)
        branches.append(Branch(node, parts, roll_up(weigh(node, parts)), node.is_overdue_on(day)))
    return tuple(branches)


def weigh(node: Node, parts: tuple[Branch, ...]) -> Weighed:
    """Translate a node into what the roll-up reads."""
    own = own_progress(
        typed=node.progress,
        fulfilled=fulfilled(node),
        milestones=len(node.milestones.all()),
        is_completed=node.status == NodeStatus.COMPLETED,
    )
    return Weighed(
        weight=node.weight,
        own=own,
        is_excluded=node.is_excluded,
        parts=tuple(weigh(part.node, part.parts) for part in parts),
    )


def walk(branches: Iterable[Branch]) -> Iterable[Branch]:
    """Yield every branch, parents before their parts."""
    for branch in branches:
        yield branch
        yield from walk(branch.parts)


def find(branches: Iterable[Branch], node: Node) -> Branch:
    """Return the branch of a node that is known to be in the tree."""
    return next(branch for branch in walk(branches) if branch.node.pk == node.pk)
