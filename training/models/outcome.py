from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from training.enums import OutcomeScope

from .edition import Edition
from .offer import Offer

STEPS = ("enrolled", "started", "passed", "in_work_6m", "in_work_12m")


def no_more(part: str, whole: str) -> Q:
    return Q(**{f"{part}__isnull": True}) | Q(**{f"{whole}__isnull": True}) | Q(**{f"{part}__lte": F(whole)})


class OutcomeQuerySet(models.QuerySet):
    def telling(self) -> Self:
        """Keep those of a group so large that its figures give nobody away; shares alone give none."""
        least = settings.DISCLOSURE_MINIMUM
        known = Q(enrolled__gte=least) | Q(enrolled=None, started__gte=least)
        return self.filter(known | Q(enrolled=None, started=None))


class Outcome(models.Model):
    """What became of the people of an edition, an offer or a whole programme, as its source tells it."""

    scope = models.CharField(_("figures of"), max_length=10, choices=OutcomeScope)
    offers = models.ManyToManyField(
        Offer, verbose_name=_("offers on whose page it is shown"), related_name="outcomes"
    )
    edition = models.ForeignKey(
        Edition, models.CASCADE, null=True, blank=True, related_name="outcomes", verbose_name=_("edition")
    )
    title = models.CharField(_("title"), max_length=200)
    note = models.CharField(_("what to know of the figures"), max_length=300, blank=True)
    enrolled = models.PositiveIntegerField(_("enrolled"), null=True, blank=True)
    started = models.PositiveIntegerField(_("started"), null=True, blank=True)
    passed = models.PositiveIntegerField(_("passed"), null=True, blank=True)
    in_work_6m = models.PositiveIntegerField(_("in work after 6 months"), null=True, blank=True)
    in_work_12m = models.PositiveIntegerField(_("in work after 12 months"), null=True, blank=True)
    in_work_6m_share = models.DecimalField(
        _("in work after 6 months (%)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    in_work_12m_share = models.DecimalField(
        _("in work after 12 months (%)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    source_url = models.URLField(_("source"), max_length=400, blank=True)
    source_note = models.CharField(_("source, in words"), max_length=300)
    source_checked_on = models.DateField(_("source checked on"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            models.CheckConstraint(
                condition=no_more("started", "enrolled") & no_more("passed", "started"),
                name="outcome_never_grows",
                violation_error_message=_("No more people can start than enrolled, nor pass than started."),
            ),
            models.CheckConstraint(
                condition=no_more("in_work_6m", "started") & no_more("in_work_12m", "started"),
                name="outcome_in_work_of_those_who_started",
                violation_error_message=_("No more people can be in work than started."),
            ),
            models.CheckConstraint(
                condition=Q(in_work_6m_share__isnull=True) | Q(in_work_6m_share__range=(0, 100)),
                name="outcome_share_after_6_months",
                violation_error_message=_("A share goes from 0 to 100."),
            ),
            models.CheckConstraint(
                condition=Q(in_work_12m_share__isnull=True) | Q(in_work_12m_share__range=(0, 100)),
                name="outcome_share_after_12_months",
                violation_error_message=_("A share goes from 0 to 100."),
            ),
            models.CheckConstraint(
                condition=~Q(source_note=""),
                name="outcome_names_its_source",
                violation_error_message=_("Say where the figures come from."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
