from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import OrganisationKind, SizeBand
from surveys.enums import CampaignState

from .questionnaire import Questionnaire, QuestionnaireVersion


class FieldPeriod(Func):
    """The half-open range from opening to closing, as PostgreSQL sees it."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


# An edition closed early leaves the field at once; one closed before it opened was never in it.
END_OF_FIELD = Greatest(Least("closes_at", "closed_at"), "opens_at")


class CampaignQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=CampaignState.OPEN)

    def closed(self) -> Self:
        return self.filter(state=CampaignState.CLOSED)


class Campaign(models.Model):
    """One edition of the survey: a version put to a frame of organisations between two dates."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="campaigns", verbose_name=_("questionnaire")
    )
    version = models.ForeignKey(
        QuestionnaireVersion, models.PROTECT, related_name="campaigns", verbose_name=_("version")
    )
    edition = models.SlugField(
        _("edition"), max_length=20, unique=True, help_text=_("Short name in addresses, such as 2026.")
    )
    label = models.CharField(_("label"), max_length=120)
    reference_date = models.DateField(_("reference date"), help_text=_("Figures are asked as of this day."))
    opens_at = models.DateTimeField(_("opens"))
    due_at = models.DateTimeField(_("due"))
    closes_at = models.DateTimeField(_("closes"))
    closes_itself = models.BooleanField(
        _("close by itself"),
        default=True,
        help_text=_("At the closing time the edition is closed and its results are counted."),
    )
    state = models.CharField(_("state"), max_length=10, choices=CampaignState, default=CampaignState.DRAFT)
    launched_at = models.DateTimeField(_("launched at"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-reference_date"]
        verbose_name = _("survey edition")
        verbose_name_plural = _("survey editions")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("due_at"), due_at__lte=F("closes_at")),
                name="campaign_dates_in_order",
                violation_error_message=_(
                    "The survey must open before it is due, and be due before it closes."
                ),
            ),
            ExclusionConstraint(
                name="campaigns_apart",
                expressions=[
                    ("questionnaire", RangeOperators.EQUAL),
                    (FieldPeriod("opens_at", END_OF_FIELD, RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "Another edition of this questionnaire is in the field on those dates."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state=CampaignState.CLOSED) | Q(closed_at__isnull=False),
                name="closed_campaign_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def accepts_answers(self, at: datetime | None = None) -> bool:
        at = at or timezone.now()
        return self.state == CampaignState.OPEN and self.opens_at <= at < self.closes_at

    def is_announced(self, at: datetime | None = None) -> bool:
        """Tell whether the edition is launched and its opening is still ahead."""
        return self.state == CampaignState.OPEN and (at or timezone.now()) < self.opens_at


class UnitQuerySet(models.QuerySet):
    def in_scope(self) -> Self:
        return self.filter(in_scope=True)


class Unit(models.Model):
    """One organisation in an edition's frame, frozen at launch; the units in scope are every rate's N."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="units", verbose_name=_("edition"))
    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="units", verbose_name=_("organisation")
    )
    name_at_launch = models.CharField(_("name at launch"), max_length=200)
    size_band = models.CharField(
        _("size band at launch"), max_length=10, choices=SizeBand, default=SizeBand.UNKNOWN
    )
    stratum = models.CharField(
        _("kind at launch"), max_length=20, choices=OrganisationKind, blank=True, default=""
    )
    headcount = models.PositiveIntegerField(_("people at launch"), null=True, blank=True)
    extended_until = models.DateTimeField(
        _("extended until"),
        null=True,
        blank=True,
        help_text=_("A later due date for this company alone; the closing date stays."),
    )
    refused_on = models.DateField(_("refused on"), null=True, blank=True)
    in_scope = models.BooleanField(_("in scope"), default=True)
    out_reason = models.CharField(_("reason for being out of scope"), max_length=160, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "name_at_launch"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "organisation"], name="unit_once"),
            models.CheckConstraint(
                condition=Q(in_scope=True) | ~Q(out_reason=""),
                name="unit_out_of_scope_says_why",
                violation_error_message=_("Say why the organisation is out of scope."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_at_launch

    def clean(self) -> None:
        if self.extended_until and not self.campaign.due_at < self.extended_until <= self.campaign.closes_at:
            raise ValidationError(
                {"extended_until": _("An extension ends after the due date and not after the closing date.")}
            )

    @property
    def due_at(self) -> datetime:
        """When the company should have answered: its own date, or the edition's."""
        return self.extended_until or self.campaign.due_at
