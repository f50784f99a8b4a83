from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    IN_FORCE = "in_force", _("In force")
    CLOSED = "closed", pgettext_lazy("plan", "Closed")


class NodeKind(TextChoices):
    OBJECTIVE = "objective", _("Objective")
    LINE = "line", _("Line")
    PACKAGE = "package", _("Package")
    ACTION = "action", _("Action")


# What each kind may hang from; None is the top of the plan. The order of kinds makes cycles impossible.
PARENT_KINDS: dict[NodeKind, tuple[NodeKind | None, ...]] = {
    NodeKind.OBJECTIVE: (None,),
    NodeKind.LINE: (NodeKind.OBJECTIVE,),
    NodeKind.PACKAGE: (NodeKind.LINE,),
    NodeKind.ACTION: (NodeKind.LINE, NodeKind.PACKAGE),
}


class NodeStatus(TextChoices):
    """Progress of an action; "overdue" is derived from the due date, never stored."""

    PROPOSED = "proposed", _("Proposed")
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    ON_HOLD = "on_hold", _("On hold")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")
    SUPERSEDED = "superseded", _("Superseded")

    @classmethod
    def dropped(cls) -> tuple["NodeStatus", ...]:
        """What no longer counts for progress."""
        return (cls.CANCELLED, cls.SUPERSEDED)

    @classmethod
    def settled(cls) -> tuple["NodeStatus", ...]:
        """What can no longer be overdue."""
        return (cls.COMPLETED, *cls.dropped())


class Provenance(TextChoices):
    """Where a node comes from: the published study, a later public fact, or a proposal."""

    STUDY = "study", _("From the study")
    PUBLIC_FACT = "public_fact", _("Documented later")
    PROPOSAL = "proposal", _("Proposal, to be confirmed by the board")


class PartyRole(TextChoices):
    LEAD = "lead", _("Lead")
    PARTNER = "partner", _("Partner")
    FUNDER = "funder", _("Funder")
    BENEFICIARY = "beneficiary", _("Beneficiary")


class MilestoneStatus(TextChoices):
    PENDING = "pending", _("Pending")
    FULFILLED = "fulfilled", _("Fulfilled")
    NOT_FULFILLED = "not_fulfilled", _("Not fulfilled")


class IndicatorLevel(TextChoices):
    """IATI result types, with the context that the plan does not claim to move."""

    OUTPUT = "output", _("Output")
    OUTCOME = "outcome", _("Outcome")
    IMPACT = "impact", _("Impact")
    CONTEXT = "context", _("Context")


class IndicatorUnit(TextChoices):
    COUNT = "count", _("count")
    PERCENT = "percent", _("%")
    HOURS = "hours", _("hours")
    EUR = "eur", _("€")
    MONTHS = "months", _("months")


class Direction(TextChoices):
    UP = "up", _("Should rise")
    DOWN = "down", _("Should fall")
    KEEP = "keep", _("Should stay")


class Contribution(TextChoices):
    FULFILS = "fulfils", _("Fulfils it")
    SUPPORTS = "supports", _("Supports it")


class GapState(TextChoices):
    """How far the published training goes towards a measured need; the rule is in ``gaps.py``."""

    UNCOVERED = "uncovered", _("No training found")
    BELOW_LEVEL = "below_level", _("Below the level asked")
    UNKNOWN_LEVEL = "unknown_level", _("Level not stated")
    PARTIAL = "partial", _("No edition open now")
    COVERED = "covered", _("Covered")


class Geography(TextChoices):
    """Territories of context indicators, by their NUTS code."""

    CANTABRIA = "ES13", _("Cantabria")
    SPAIN = "ES", _("Spain")
