"""What the plan itself lacks, said openly: the yardstick the cluster asks of others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionplan.enums import NodeStatus
from actionplan.models import Node
from actionplan.tree import Branch, walk


@dataclass(frozen=True, slots=True)
class Lack:
    """A thing that some actions do not have, and which ones."""

    title: Promise
    nodes: tuple[Node, ...]


CHECKS: tuple[tuple[Promise, Callable[[Branch], bool]], ...] = (
    (_("Without a due date"), lambda branch: branch.node.due_date is None),
    (pgettext_lazy("actions", "Without a lead"), lambda branch: branch.lead is None),
    (_("Without an indicator"), lambda branch: not branch.node.indicators.all()),
    (_("Without a measured need behind them"), lambda branch: not branch.node.node_needs.all()),
    (_("Overdue"), lambda branch: branch.is_overdue),
)


def lacks_of(branches: Iterable[Branch]) -> list[Lack]:
    """Return what the unfinished actions lack; a thing that none lacks is not listed."""
    live = [
        branch
        for branch in walk(branches)
        if branch.is_action and branch.node.status not in NodeStatus.settled()
    ]
    found = [Lack(title, tuple(b.node for b in live if check(b))) for title, check in CHECKS]
    return [lack for lack in found if lack.nodes]
