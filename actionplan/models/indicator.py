from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from actionplan.enums import Direction, Geography, IndicatorLevel, IndicatorUnit

from .plan import Node, Plan

UNIT_TEXTS = {
    IndicatorUnit.PERCENT: _("%(value)s%%"),
    IndicatorUnit.HOURS: _("%(value)s h"),
    IndicatorUnit.EUR: _("€%(value)s"),
    IndicatorUnit.MONTHS: _("%(value)s months"),
}


def with_unit(value: Decimal, unit: str) -> str:
    """Write a figure with its unit: percentages with one decimal, whole numbers without."""
    is_whole = unit != IndicatorUnit.PERCENT and value == int(value)
    # `number_format` cuts decimals off, it does not round.
    rounded = value.quantize(Decimal(1) if is_whole else Decimal("0.1"), ROUND_HALF_UP)
    figure = formats.number_format(rounded, force_grouping=True)
    return str(UNIT_TEXTS.get(unit, "%(value)s") % {"value": figure})


class Indicator(models.Model):
    """Something the plan measures or watches, with its unit, population and method."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="indicators", verbose_name=_("plan"))
    nodes = models.ManyToManyField(Node, blank=True, related_name="indicators", verbose_name=_("actions"))
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=240)
    level = models.CharField(_("level"), max_length=10, choices=IndicatorLevel)
    unit = models.CharField(_("unit"), max_length=10, choices=IndicatorUnit)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction, default=Direction.UP)
    population = models.CharField(_("population"), max_length=200, blank=True)
    method = models.CharField(_("method"), max_length=400, blank=True)
    funnel_step = models.PositiveSmallIntegerField(
        _("step of a funnel"),
        null=True,
        blank=True,
        help_text=_("For counts of people that narrow, such as 1 enrolled, 2 started, 3 passed."),
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["plan", "position", "code"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="indicator_code_once")]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """What an indicator should reach by a date; empty value is "to be set by the board"."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="targets", verbose_name=_("indicator")
    )
    due_date = models.DateField(_("by"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["indicator", "due_date"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [models.UniqueConstraint(fields=["indicator", "due_date"], name="target_once")]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.due_date}"


class ObservationQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Leave out what a later row corrects."""
        return self.filter(superseded_by__isnull=True)


class Observation(models.Model):
    """A dated measurement of an indicator; never changed, a correction is a new row that supersedes it."""

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="observations", verbose_name=_("indicator")
    )
    period_label = models.CharField(_("period"), max_length=80)
    observed_on = models.DateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_("Last day of the period measured; empty if it is not known."),
    )
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    geography = models.CharField(_("territory"), max_length=4, choices=Geography, blank=True)
    is_baseline = models.BooleanField(_("baseline"), default=False)
    method_version = models.CharField(_("method"), max_length=160, blank=True)
    breaks_series = models.BooleanField(
        _("breaks the series"),
        default=False,
        help_text=_("Not comparable with what comes before; never joined by a line."),
    )
    note = models.TextField(_("note"), blank=True)
    respondents = models.PositiveIntegerField(_("answers (n)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("source address"), max_length=400, blank=True)
    source_checked_on = models.DateField(_("source checked on"), null=True, blank=True)
    campaign = models.ForeignKey(
        "surveys.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("edition"),
    )
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("corrects"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        # Cantabria (ES13) before Spain (ES).
        ordering = ["indicator", F("observed_on").asc(nulls_first=True), "-geography", "pk"]
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "geography", "period_label", "method_version"],
                condition=Q(supersedes__isnull=True),
                name="observation_once",
                violation_error_message=_(
                    "There is already an observation of this period; a correction says which one it corrects."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.period_label}"

    @property
    def value_text(self) -> str:
        """The value with its unit, in the reader's language; the indicator must be at hand."""
        return with_unit(self.value, self.indicator.unit)
