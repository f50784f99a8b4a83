"""The action plan as it stands: public nodes only, in the order of the tree."""

from collections import defaultdict

from actionplan.models import Node, Plan
from study.languages import both, day, said


def plan_of(plan: Plan | None) -> dict | None:
    """Return the plan's public tree flattened in reading order, each node with its depth."""
    if plan is None or not plan.is_public:
        return None
    children = defaultdict(list)
    for node in Node.objects.filter(plan=plan).public().order_by("position", "code"):
        children[node.parent_id].append(node)
    return {
        "code": plan.code,
        "title": both(plan, "title"),
        "summary": both(plan, "summary"),
        "status": plan.status,
        "status_label": said(plan.get_status_display),
        "nodes": branches(children, None, 0),
    }


def branches(children: dict, parent: int | None, depth: int) -> list[dict]:
    """Return the nodes below ``parent``; what hangs from a node that is not public stays hidden."""
    rows = []
    for node in children[parent]:
        rows.append(planned(node, depth))
        rows += branches(children, node.pk, depth + 1)
    return rows


def planned(node: Node, depth: int) -> dict:
    return {
        "code": node.code,
        "kind": node.kind,
        "kind_label": said(node.get_kind_display),
        "depth": depth,
        "title": both(node, "title"),
        "status": node.status,
        "status_label": said(node.get_status_display),
        "provenance": node.provenance,
        "provenance_label": said(node.get_provenance_display),
        "progress": node.progress,
        "due_date": day(node.due_date),
    }
