from datetime import date
from typing import Self

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Cast, Collate, Concat, LPad
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplan.enums import NodeKind, NodeStatus, PartyRole, PlanStatus, Provenance
from actionplan.validators import validate_children, validate_parent


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        return self if user.is_staff else self.filter(is_public=True)

    def current_first(self) -> Self:
        """Order plans in force before approved ones, drafts and closed ones."""
        order = [PlanStatus.IN_FORCE, PlanStatus.APPROVED, PlanStatus.DRAFT, PlanStatus.CLOSED]
        stage = Case(
            *(When(status=status, then=place) for place, status in enumerate(order)),
            output_field=models.PositiveSmallIntegerField(),
        )
        return self.order_by(stage, "code")


class Plan(models.Model):
    """An action plan: a tree of objectives, lines, packages and actions, and what it answers to."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    period = DateRangeField(_("period"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT)
    is_public = models.BooleanField(_("public"), default=False)
    source_url = models.URLField(_("source"), max_length=400, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("actionplan:plan")


# From a node up to the top: the plan has at most four levels.
LINEAGE = ("", "parent__", "parent__parent__", "parent__parent__parent__")


def tree_path() -> Collate:
    """Return an expression that sorts nodes as the tree is read, from the positions on the way down."""
    steps = [
        Case(
            When(
                **{f"{line}pk__isnull": False},
                then=Concat(
                    LPad(Cast(f"{line}position", models.TextField()), 6, Value("0")),
                    Value(" "),
                    f"{line}code",
                    Value("/"),
                    output_field=models.TextField(),
                ),
            ),
            default=Value(""),
            output_field=models.TextField(),
        )
        for line in reversed(LINEAGE)
    ]
    return Collate(Concat(*steps, output_field=models.TextField()), "C")


class NodeQuerySet(models.QuerySet):
    def actions(self) -> Self:
        return self.filter(kind=NodeKind.ACTION)

    def public(self) -> Self:
        """Keep what strangers may see: a public node of a public plan, with no internal node above it."""
        hidden = Q(pk__in=[])
        for line in LINEAGE[1:]:
            hidden |= Q(**{f"{line}is_public": False})
        return self.filter(is_public=True, plan__is_public=True).exclude(hidden)

    def visible_to(self, user) -> Self:
        return self if user.is_staff else self.public()

    def in_tree_order(self) -> Self:
        """Order as the tree is read, parents before their parts."""
        return self.order_by("plan", tree_path())

    def overdue(self, day: date) -> Self:
        """Keep the unfinished actions whose due date has passed on ``day``."""
        return self.actions().filter(due_date__lt=day).exclude(status__in=NodeStatus.settled())


class Node(models.Model):
    """An objective, line, package or action of a plan; only actions carry status and progress."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="nodes", verbose_name=_("plan"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=NodeKind)
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=240)
    description = models.TextField(_("description"), blank=True)
    provenance = models.CharField(_("where it comes from"), max_length=12, choices=Provenance)
    source_url = models.URLField(_("source"), max_length=400, blank=True)
    source_note = models.CharField(_("source, in words"), max_length=300, blank=True)
    source_checked_on = models.DateField(_("source checked on"), null=True, blank=True)

    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=3, default=1)
    counts_for_progress = models.BooleanField(_("counts for progress"), default=True)
    status = models.CharField(_("status"), max_length=12, choices=NodeStatus, default=NodeStatus.PROPOSED)
    progress = models.PositiveSmallIntegerField(
        _("progress (%)"), null=True, blank=True, help_text=_("Empty: worked out from the milestones.")
    )
    start_date = models.DateField(_("starts"), null=True, blank=True)
    due_date = models.DateField(_("due"), null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=True)

    needs = models.ManyToManyField("surveys.Need", through="NodeNeed", related_name="nodes")
    offers = models.ManyToManyField("training.Offer", through="NodeOffer", related_name="nodes")

    objects = NodeQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "position", "code"]
        verbose_name = _("plan node")
        verbose_name_plural = _("plan nodes")
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="node_code_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="node_weight_positive"),
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__lte=100),
                name="node_progress_0_to_100",
                violation_error_message=_("Progress goes from 0 to 100."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")), name="node_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(start_date__isnull=True)
                | Q(due_date__isnull=True)
                | Q(start_date__lte=F("due_date")),
                name="node_starts_before_it_is_due",
                violation_error_message=_("An action cannot be due before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} · {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("actionplan:node-detail", args=[self.code])

    def clean(self) -> None:
        validate_parent(self, self.parent)
        if self.pk:
            validate_children(self, self.children.all())

    @property
    def label(self) -> str:
        """The code as people write it: "a1-2" is A1.2."""
        return self.code.upper().replace("-", ".")

    @property
    def depth(self) -> int:
        """How far below the top its kind stands, for indenting."""
        return list(NodeKind).index(NodeKind(self.kind))

    @property
    def is_excluded(self) -> bool:
        """Whether it is left out of the progress of what is above it."""
        return not self.counts_for_progress or self.status in NodeStatus.dropped()

    def is_overdue_on(self, day: date) -> bool:
        """Say what ``NodeQuerySet.overdue`` says, of a node already in memory."""
        return (
            self.kind == NodeKind.ACTION
            and self.due_date is not None
            and self.due_date < day
            and self.status not in NodeStatus.settled()
        )


class NodeParty(models.Model):
    """An organisation's part in an action: lead, partner, funder or beneficiary."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="parties", verbose_name=_("action"))
    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="node_parties",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=12, choices=PartyRole)

    class Meta:
        ordering = ["node", "role"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(fields=["node", "organisation", "role"], name="party_once"),
            models.UniqueConstraint(
                fields=["node"],
                condition=Q(role=PartyRole.LEAD),
                name="one_lead_per_node",
                violation_error_message=_("An action has one lead."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_role_display()}"
