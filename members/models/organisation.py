from datetime import date
from typing import Self

from django.contrib.postgres.lookups import Unaccent
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils.translation import gettext_lazy as _

from members.enums import FactSource, IdentifierScheme, OrganisationKind, SizeBand
from members.validators import normalise_identifier

# By the name people use, with accents and capitals where a dictionary has them: the embedded
# PostgreSQL has no Spanish collation.
BY_NAME = Lower(Unaccent(Coalesce(NullIf("trade_name", Value("")), "legal_name")))


class OrganisationQuerySet(models.QuerySet):
    def members_on(self, day: date) -> Self:
        """Keep the organisations with a membership period that contains ``day``."""
        return self.filter(memberships__period__contains=day)

    def with_headcount(self) -> Self:
        """Annotate ``headcount``: the newest known figure, or None."""
        newest = (
            YearlyFact.objects.filter(organisation=OuterRef("pk"), headcount__isnull=False)
            .order_by("-year")
            .values("headcount")[:1]
        )
        return self.annotate(headcount=Subquery(newest))

    def in_size_band(self, band: SizeBand) -> Self:
        """Keep the organisations whose newest known headcount falls in ``band``."""
        if band.limits is None:
            return self.with_headcount().filter(headcount__isnull=True)
        return self.with_headcount().filter(headcount__range=band.limits)

    def with_member_since(self, day: date) -> Self:
        """Annotate ``member_since``: first day of the membership that contains ``day``, or None."""
        current = Q(memberships__period__contains=day)
        return self.annotate(member_since=Min("memberships__period__startswith", filter=current))


class Organisation(models.Model):
    """Any company, university, centre or public body, whatever its relation to the cluster."""

    legal_name = models.CharField(_("legal name"), max_length=200)
    trade_name = models.CharField(_("trade name"), max_length=200, blank=True)
    slug = models.SlugField(_("address in the directory"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    website = models.URLField(_("website"), blank=True)
    description = models.TextField(_("description"), blank=True)
    source_url = models.URLField(
        _("source"), max_length=400, blank=True, help_text=_("Page on which these facts were read.")
    )
    source_note = models.CharField(_("source, in words"), max_length=300, blank=True)
    source_checked_on = models.DateField(_("source checked on"), null=True, blank=True)
    is_demo = models.BooleanField(
        _("demo"), default=False, help_text=_("Invented for the demonstration; every page says so.")
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = [BY_NAME]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.trade_name or self.legal_name


class Identifier(models.Model):
    """A number that names an organisation in some register, stored in its normal form."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("scheme"), max_length=10, choices=IdentifierScheme)
    value = models.CharField(_("value"), max_length=40)

    class Meta:
        ordering = ["scheme", "value"]
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="identifier_once",
                violation_error_message=_("Another organisation already has this identifier."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"

    def clean(self) -> None:
        if not self.value:
            return
        try:
            self.value = normalise_identifier(self.scheme, self.value)
        except ValidationError as error:
            raise ValidationError({"value": error}) from None


class YearlyFact(models.Model):
    """What is known of an organisation for one year, from one source."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="facts")
    year = models.PositiveSmallIntegerField(_("year"))
    headcount = models.PositiveIntegerField(_("people"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=FactSource)

    class Meta:
        ordering = ["organisation", "-year"]
        verbose_name = _("yearly fact")
        verbose_name_plural = _("yearly facts")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "source"],
                name="yearly_fact_once",
                violation_error_message=_("This source already has a row for this year."),
            ),
            models.CheckConstraint(condition=Q(year__gte=1900, year__lte=2200), name="yearly_fact_year_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.year}"

    @property
    def size_band(self) -> SizeBand:
        return SizeBand.of(self.headcount)
