"""The action plan as it stands: what anyone may see, in the order of the tree, with its progress."""

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from actionplan.models import Plan
from actionplan.progress import Weighed, roll_up
from actionplan.tree import Branch, build_tree, weigh
from study.languages import both, day, said


def plan_of(plan: Plan | None) -> dict | None:
    """Return the plan's public tree flattened in reading order, each node with its depth."""
    if plan is None or not plan.is_public:
        return None
    today = timezone.localdate()
    branches = build_tree(plan, user=AnonymousUser(), day=today)
    return {
        "as_of": day(today),
        "code": plan.code,
        "title": both(plan, "title"),
        "summary": both(plan, "summary"),
        "status": plan.status,
        "status_label": said(plan.get_status_display),
        "progress": overall(branches),
        "nodes": flattened(branches),
    }


def plan_progress(plan: Plan | None) -> int | None:
    """Return how far the plan has come as anyone may see it, or None where nothing counts."""
    if plan is None:
        return None
    return overall(build_tree(plan, user=AnonymousUser(), day=timezone.localdate()))


def overall(branches: tuple[Branch, ...]) -> int | None:
    """Return the progress of the whole plan in whole percent, by the plan's own roll-up."""
    whole = roll_up(Weighed(parts=tuple(weigh(branch.node, branch.parts) for branch in branches)))
    return None if whole.percent is None or not branches else round(whole.percent)


def flattened(branches: tuple[Branch, ...], depth: int = 0) -> list[dict]:
    rows = []
    for branch in branches:
        rows.append(planned(branch, depth))
        rows += flattened(branch.parts, depth + 1)
    return rows


def planned(branch: Branch, depth: int) -> dict:
    node = branch.node
    return {
        "code": node.code,
        "label": node.label,
        "kind": node.kind,
        "kind_label": said(node.get_kind_display),
        "depth": depth,
        "title": both(node, "title"),
        "status": node.status,
        "status_label": said(node.get_status_display),
        "provenance": node.provenance,
        "provenance_label": said(node.get_provenance_display),
        "progress": branch.percent,
        "due_date": day(node.due_date),
        "is_overdue": branch.is_overdue,
    }
