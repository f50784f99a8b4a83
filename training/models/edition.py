from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from training.enums import CourseMode, EditionState, EventStatus, Funding, OfferLanguage, PriceCategory
from training.states import edition_state

from .offer import Offer


class EditionQuerySet(models.QuerySet):
    def with_state(self, day: date) -> Self:
        """Annotate ``state``, an ``EditionState`` as of ``day``."""
        return self.annotate(state=edition_state(day))

    def open_on(self, day: date) -> Self:
        """Keep the editions one can enrol in on ``day``."""
        return self.with_state(day).filter(state__in=[EditionState.OPEN, EditionState.ALWAYS_OPEN])


class Edition(models.Model):
    """One run of an offer; one with no dates at all is open all the time.

    Its mode, language, price and who pays, where left empty, are the offer's.
    """

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="editions", verbose_name=_("offer"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    start_date = models.DateField(_("starts"), null=True, blank=True)
    end_date = models.DateField(_("ends"), null=True, blank=True)
    application_start_date = models.DateField(_("enrolment opens"), null=True, blank=True)
    application_deadline = models.DateField(_("enrolment closes"), null=True, blank=True)
    course_mode = models.CharField(_("mode"), max_length=12, choices=CourseMode, blank=True)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    in_language = models.CharField(_("language"), max_length=5, choices=OfferLanguage, blank=True)
    price_category = models.CharField(_("price category"), max_length=14, choices=PriceCategory, blank=True)
    price = models.DecimalField(_("price (€)"), max_digits=8, decimal_places=2, null=True, blank=True)
    funded_by = models.CharField(_("who pays"), max_length=20, choices=Funding, blank=True)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    places_left = models.PositiveIntegerField(_("places left"), null=True, blank=True)
    waiting_list = models.PositiveIntegerField(_("people on the waiting list"), null=True, blank=True)
    places_told_on = models.DateField(_("places left and waiting list as of"), null=True, blank=True)
    event_status = models.CharField(
        _("status"), max_length=10, choices=EventStatus, default=EventStatus.SCHEDULED
    )
    enrol_url = models.URLField(_("enrolment page"), max_length=400, blank=True)
    source_url = models.URLField(_("source"), max_length=400, blank=True)
    source_checked_on = models.DateField(_("source checked on"), null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["offer", F("start_date").desc(nulls_last=True)]
        verbose_name = _("training edition")
        verbose_name_plural = _("training editions")
        constraints = [
            models.CheckConstraint(
                condition=Q(start_date__isnull=True)
                | Q(end_date__isnull=True)
                | Q(start_date__lte=F("end_date")),
                name="edition_starts_before_it_ends",
                violation_error_message=_("An edition cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(application_start_date__isnull=True)
                | Q(application_deadline__isnull=True)
                | Q(application_start_date__lte=F("application_deadline")),
                name="enrolment_opens_before_it_closes",
                violation_error_message=_("Enrolment cannot close before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(places__isnull=True)
                | Q(places_left__isnull=True)
                | Q(places_left__lte=F("places")),
                name="edition_has_the_places_left",
                violation_error_message=_("No more places can be left than there are."),
            ),
            models.CheckConstraint(
                condition=~Q(price_category=PriceCategory.FREE) | Q(price__isnull=True) | Q(price=0),
                name="free_edition_costs_nothing",
                violation_error_message=_("A free edition cannot have a price."),
            ),
            models.CheckConstraint(
                condition=~Q(price_category=PriceCategory.PAID) | Q(price__isnull=True) | Q(price__gt=0),
                name="paid_edition_costs_something",
                violation_error_message=_(
                    "A paid edition costs more than nothing; leave unknown prices empty."
                ),
            ),
        ]

    def __str__(self) -> str:
        starts = date_format(self.start_date) if self.start_date else _("open")
        return self.name or f"{self.offer} · {starts}"
