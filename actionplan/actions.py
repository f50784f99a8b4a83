"""What changes the plan beyond one row."""

from collections.abc import Iterable
from datetime import date

from django.contrib.admin.models import ADDITION, LogEntry
from django.db import transaction
from django.db.models import Max

from actionplan.codes import next_code
from actionplan.enums import Contribution, NodeKind, PartyRole, Provenance
from actionplan.gaps import Gap
from actionplan.models import Node, NodeNeed, NodeOffer, NodeParty, Plan
from members.models import Organisation, User
from training.models import Offer


@transaction.atomic
def create_action_from_gap(
    gap: Gap,
    *,
    by: User | None,
    parent: Node,
    titles: dict[str, str],
    rationale: str,
    lead: Organisation | None = None,
    due_date: date | None = None,
    offers: Iterable[Offer] = (),
    is_public: bool = True,
) -> Node:
    """Add an action that answers a gap, with its evidence, its lead and the offers it goes through.

    ``titles`` has one text a language. Locks the plan, so that two actions made at once get two
    codes. A gap may be answered by several actions. What a command adds (``by`` is None) has nobody
    to name in the log.
    """
    plan = Plan.objects.select_for_update().get(pk=parent.plan_id)
    place = parent.children.aggregate(last=Max("position"))["last"]
    node = Node(
        plan=plan,
        parent=parent,
        kind=NodeKind.ACTION,
        code=next_code(parent.code, plan.nodes.values_list("code", flat=True)),
        position=0 if place is None else place + 1,
        provenance=Provenance.PROPOSAL,
        due_date=due_date,
        is_public=is_public,
        **{f"title_{language}": title for language, title in titles.items()},
    )
    node.full_clean()
    node.save()
    NodeNeed.objects.create(node=node, need=gap.need, rationale=rationale)
    if lead:
        NodeParty.objects.create(node=node, organisation=lead, role=PartyRole.LEAD)
    NodeOffer.objects.bulk_create(
        NodeOffer(node=node, offer=offer, contribution=Contribution.SUPPORTS) for offer in offers
    )
    if by:
        LogEntry.objects.log_actions(by.pk, [node], ADDITION, [{"added": {}}], single_object=True)
    return node
