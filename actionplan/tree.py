"""The plan's tree in memory: one query for the nodes, one for each thing that hangs from them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from actionplan.enums import MilestoneStatus, NodeKind, NodeStatus, PartyRole
from actionplan.models import Node, NodeParty, NodeQuerySet
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
    def is_action(self) -> bool:
        return self.node.kind == NodeKind.ACTION


def parties(node: Node, role: PartyRole) -> Iterable[NodeParty]:
    return (party for party in node.parties.all() if party.role == role)


def fulfilled(node: Node) -> int:
    return sum(milestone.status == MilestoneStatus.FULFILLED for milestone in node.milestones.all())


def build_tree(nodes: NodeQuerySet, *, day: date) -> tuple[Branch, ...]:
    """Return the top of the tree made of ``nodes``; what hangs from a node outside the set is left out."""
    by_parent: defaultdict[int | None, list[Node]] = defaultdict(list)
    for node in with_relations(nodes):
        by_parent[node.parent_id].append(node)
    return grow(None, by_parent, day)


def with_relations(nodes: NodeQuerySet) -> NodeQuerySet:
    """Fetch everything a page says of a node, in a constant number of queries."""
    organisations = NodeParty.objects.select_related("organisation")
    return nodes.prefetch_related(
        Prefetch("parties", queryset=organisations), "milestones", "indicators", "node_needs"
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
