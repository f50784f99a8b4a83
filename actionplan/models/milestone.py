from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.enums import MilestoneStatus

from .plan import Node


class Milestone(models.Model):
    """A dated event that shows an action is moving; fulfilled ones carry their date and evidence."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="milestones", verbose_name=_("action"))
    title = models.CharField(_("title"), max_length=240)
    due_date = models.DateField(_("due"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=14, choices=MilestoneStatus, default=MilestoneStatus.PENDING
    )
    fulfilled_on = models.DateField(_("fulfilled on"), null=True, blank=True)
    fulfilled_on_note = models.CharField(
        _("note on the date"),
        max_length=160,
        blank=True,
        help_text=_("For example when only the year is known."),
    )
    evidence_url = models.URLField(_("evidence"), max_length=400, blank=True)
    evidence_note = models.CharField(_("evidence, in words"), max_length=300, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["node", "position", "due_date"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=MilestoneStatus.FULFILLED) | ~Q(evidence_url="") | ~Q(evidence_note=""),
                name="fulfilled_milestone_has_evidence",
                violation_error_message=_("A fulfilled milestone needs its evidence."),
            ),
            models.CheckConstraint(
                condition=Q(fulfilled_on__isnull=True) | Q(status=MilestoneStatus.FULFILLED),
                name="only_fulfilled_milestones_are_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.title
