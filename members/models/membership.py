from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

from members.enums import EndReason, JoinReason

from .organisation import Organisation

OVERLAP = _("This organisation already has a membership in part of that period.")


class MembershipCategory(models.Model):
    """A category of member that the cluster's statutes know."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    votes = models.BooleanField(
        _("votes in the assembly"), default=True, help_text=_("As the statutes say for this category.")
    )
    is_demo = models.BooleanField(
        _("example"), default=False, help_text=_("A category of the demonstration, not of the statutes.")
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("membership category")
        verbose_name_plural = _("membership categories")

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet):
    def current(self, day: date) -> Self:
        return self.filter(period__contains=day)


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
    number = models.CharField(
        _("member number"),
        max_length=20,
        blank=True,
        help_text=_("An organisation that comes back may have its old number again; no other may."),
    )
    join_reason = models.CharField(_("reason for joining"), max_length=20, choices=JoinReason, blank=True)
    end_reason = models.CharField(_("reason for leaving"), max_length=20, choices=EndReason, blank=True)
    note = models.TextField(_("note"), blank=True, help_text=_("For the managers only."))

    objects = MembershipQuerySet.as_manager()

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
            ExclusionConstraint(
                name="membership_number_of_one",
                expressions=[
                    ("number", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.NOT_EQUAL),
                ],
                condition=~Q(number=""),
                # A merge moves the rows of one number together.
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("Another organisation has this member number."),
            ),
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False, period__isempty=False),
                name="membership_period_has_a_start",
                violation_error_message=_("A membership needs its first day."),
            ),
        ]
        indexes = [GistIndex(fields=["period"], name="membership_period")]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.period.lower if self.period else ''}"
