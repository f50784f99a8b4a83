from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.enums import BalanceBand, EuBand, FactSource, Market, SizeBand, TurnoverBand
from members.sizes import eu_band

from .organisation import Organisation


class YearlyFact(models.Model):
    """What is known of an organisation for one year; what is not known stays empty."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="facts")
    year = models.PositiveSmallIntegerField(_("year"))
    headcount = models.PositiveIntegerField(
        _("people"), null=True, blank=True, help_text=_("On the last day of the year; 0 is known to be none.")
    )
    women = models.PositiveIntegerField(_("women"), null=True, blank=True)
    research_projects = models.PositiveIntegerField(_("research projects"), null=True, blank=True)
    market = models.CharField(_("main market"), max_length=20, choices=Market, blank=True)
    turnover_band = models.CharField(_("turnover"), max_length=10, choices=TurnoverBand, blank=True)
    balance_band = models.CharField(_("balance-sheet total"), max_length=10, choices=BalanceBand, blank=True)
    staff_turnover = models.DecimalField(
        _("staff rotation, %"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("People who left in the year, as a share of those there."),
    )
    source = models.CharField(_("source"), max_length=10, choices=FactSource)

    class Meta:
        ordering = ["organisation", "-year"]
        verbose_name = _("yearly fact")
        verbose_name_plural = _("yearly facts")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="yearly_fact_once",
                violation_error_message=_("There is already a row for this year: change that one."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1900, year__lte=2200),
                name="yearly_fact_year_sane",
                violation_error_message=_("Write the year with its four digits."),
            ),
            models.CheckConstraint(
                condition=Q(women__isnull=True) | Q(headcount__isnull=True) | Q(women__lte=F("headcount")),
                name="yearly_fact_women_within_people",
                violation_error_message=_("There cannot be more women than people."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.year}"

    @property
    def size_band(self) -> SizeBand:
        return SizeBand.of(self.headcount)

    @property
    def eu_band(self) -> EuBand:
        return eu_band(self.headcount, self.turnover_band, self.balance_band)
