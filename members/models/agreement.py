from datetime import date
from typing import Self

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from members.enums import AgreementKind

from .organisation import Organisation


class AgreementQuerySet(models.QuerySet):
    def in_force(self, day: date) -> Self:
        return self.filter(period__contains=day)

    def ended(self, day: date) -> Self:
        return self.filter(period__endswith__lte=day)

    def without_renewal(self) -> Self:
        """Keep those that neither renew themselves nor have been renewed by another."""
        renewals = self.model._default_manager.filter(renews=OuterRef("pk"))
        return self.filter(~Exists(renewals), renews_itself=False)

    def expiring(self, day: date) -> Self:
        """Keep those in force whose last day falls within their own notice, with nothing to follow."""
        # The range ends on the day after the last one.
        after = Cast("period__endswith", DateField())
        notice = ExpressionWrapper(after - F("notice_days") - 1, output_field=DateField())
        return self.in_force(day).without_renewal().annotate(notice_from=notice).filter(notice_from__lte=day)

    def lapsed(self, day: date) -> Self:
        """Keep those that have ended with nothing to follow and are not filed away."""
        return self.ended(day).without_renewal().filter(is_filed=False)


class Agreement(models.Model):
    """An agreement the cluster has signed, with its parties and its dates; a renewal is a row of its own."""

    title = models.CharField(_("title"), max_length=250)
    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind, default=AgreementKind.AGREEMENT)
    parties = models.ManyToManyField(
        Organisation,
        related_name="agreements",
        verbose_name=_("parties"),
        help_text=_("The organisations that sign with the cluster."),
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    period = DateRangeField(_("period"))
    renews_itself = models.BooleanField(
        _("renews itself"), default=False, help_text=_("Goes on by itself unless somebody ends it.")
    )
    renews = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewal",
        verbose_name=_("renewal of"),
        help_text=_("The agreement that this one continues; its warning stops."),
    )
    notice_days = models.PositiveSmallIntegerField(
        _("days of notice"),
        default=90,
        help_text=_("So many days before its last day the overview says that it is about to end."),
    )
    is_filed = models.BooleanField(
        _("filed away"), default=False, help_text=_("It ended and that is settled: no more warnings.")
    )
    summary = models.TextField(_("summary"), blank=True)
    document_url = models.URLField(_("document"), max_length=400, blank=True)
    source_url = models.URLField(_("source"), max_length=400, blank=True)
    is_demo = models.BooleanField(
        _("demo"), default=False, help_text=_("Invented for the demonstration; every page says so.")
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-period", "title"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False, period__isempty=False),
                name="agreement_has_a_start",
                violation_error_message=_("An agreement needs its first day."),
            ),
            models.CheckConstraint(
                condition=Q(renews__isnull=True) | ~Q(renews=F("id")),
                name="agreement_renews_another",
                violation_error_message=_("An agreement cannot be its own renewal."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
