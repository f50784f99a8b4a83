from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.enums import EndReason

from .organisation import Organisation

OVERLAP = _("This organisation already has a membership in part of that period.")


class MembershipCategory(models.Model):
    """A category of member that the cluster's statutes know."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["code"]
        verbose_name = _("membership category")
        verbose_name_plural = _("membership categories")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One period in which an organisation is a member; periods of one organisation never overlap."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    category = models.ForeignKey(
        MembershipCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("category"),
    )
    period = DateRangeField(
        _("period"), help_text=_("First and last day as a member; leave the last one empty while it lasts.")
    )
    end_reason = models.CharField(_("reason for leaving"), max_length=20, choices=EndReason, blank=True)

    class Meta:
        ordering = ["organisation", "-period"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            ExclusionConstraint(
                name="membership_periods_apart",
                expressions=[("organisation", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=OVERLAP,
            ),
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False, period__isempty=False),
                name="membership_period_has_a_start",
                violation_error_message=_("A membership needs its first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.period.lower if self.period else ''}"
