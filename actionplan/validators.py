"""Where a node may stand in the tree; called by the model's ``clean`` and so by every form."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actionplan.enums import PARENT_KINDS, NodeKind


def validate_parent(node, parent) -> None:
    """Refuse a parent of another plan, of a kind that cannot hold this one, or below the node itself."""
    if parent is not None and parent.plan_id != node.plan_id:
        raise ValidationError({"parent": _("It belongs to another plan.")}, code="other_plan")
    if node.kind in PARENT_KINDS and (parent.kind if parent else None) not in PARENT_KINDS[node.kind]:
        raise ValidationError({"parent": allowed_parents(node.kind)}, code="parent_kind")
    while parent is not None:
        if node.pk and parent.pk == node.pk:
            raise ValidationError({"parent": _("A node cannot hang from itself.")}, code="cycle")
        parent = parent.parent


def validate_children(node, children: Iterable) -> None:
    """Refuse a new kind or plan under which the node's own children could not stay."""
    for child in children:
        if node.kind not in PARENT_KINDS[child.kind] or child.plan_id != node.plan_id:
            raise ValidationError(
                _("%(child)s hangs from it and could not stay there. Move it first."),
                params={"child": child},
                code="children",
            )


def allowed_parents(kind: str) -> str:
    """Say in words what a kind may hang from."""
    allowed = [NodeKind(parent).label for parent in PARENT_KINDS[kind] if parent]
    if not allowed:
        return _("An objective stands at the top of the plan: leave this empty.")
    return _("%(kind)s: it must be part of one of these kinds: %(allowed)s.") % {
        "kind": NodeKind(kind).label,
        "allowed": ", ".join(str(label) for label in allowed),
    }
