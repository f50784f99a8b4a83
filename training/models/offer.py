from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from training.enums import (
    Audience,
    CourseMode,
    CredentialType,
    DisplayLevel,
    Funding,
    OfferKind,
    OfferLanguage,
    OfferStatus,
    PriceCategory,
    RegulationType,
)
from training.vectors import search_vector

from .provider import Provider


class OfferQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(status=OfferStatus.PUBLISHED)

    def visible_to(self, user) -> Self:
        """Keep what ``user`` may see: the published, and everything for a manager."""
        return self if user.is_active and user.is_staff else self.published()

    def unconfirmed_since(self, day: date) -> Self:
        """Keep the public offers that their provider confirmed once, and not since ``day``."""
        return self.published().filter(confirmed_on__lt=day)

    def kept_by(self, user) -> Self:
        """Keep the offers of the providers for which ``user`` may look at what only they see."""
        return self.filter(provider__in=Provider.objects.visible_to(user))

    def serving_profile(self, profile) -> Self:
        """Keep published offers that are confirmed to lead to ``profile``."""
        return self.published().filter(
            offer_profiles__profile=profile, offer_profiles__confirmed_on__isnull=False
        )

    def serving_skill(self, skill, *, level: int | None = None) -> Self:
        """Keep published offers that are confirmed to teach ``skill``.

        With ``level`` (e-CF 1 to 5), only those known to reach it: an unknown level is no supply.
        """
        link = {"offer_skills__skill": skill, "offer_skills__confirmed_on__isnull": False}
        if level is not None:
            link["offer_skills__level_reached__gte"] = level
        return self.published().filter(**link)

    def without_search_columns(self) -> Self:
        """Leave out the columns that only the database reads."""
        return self.defer(
            "search_es", "search_en", "skill_words_es", "skill_words_en", "facet_words_es", "facet_words_en"
        )


class Offer(models.Model):
    """A course or programme somebody in Cantabria can take; its runs are editions.

    Names follow schema.org Course and ELM LearningOpportunity. An empty field is
    unknown and shown as "to be confirmed", never guessed.
    """

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="offers", verbose_name=_("provider"))
    kind = models.CharField(_("kind"), max_length=20, choices=OfferKind, default=OfferKind.COURSE)
    status = models.CharField(_("status"), max_length=10, choices=OfferStatus, default=OfferStatus.DRAFT)
    name = models.CharField(_("name"), max_length=200)
    course_code = models.CharField(_("code"), max_length=40, blank=True)
    abstract = models.TextField(_("summary"), blank=True)
    description = models.TextField(_("description"), blank=True)
    learning_outcomes = models.TextField(_("what you will be able to do"), blank=True)
    prerequisites = models.TextField(_("prerequisites"), blank=True)
    syllabus = models.TextField(_("syllabus"), blank=True)
    required_equipment = models.TextField(_("equipment you need"), blank=True)
    assessment = models.TextField(_("how it is assessed"), blank=True)
    accessibility = models.TextField(_("accessibility"), blank=True)

    learning_hours = models.PositiveIntegerField(_("hours"), null=True, blank=True)
    eqf_level = models.PositiveSmallIntegerField(_("EQF level"), null=True, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=DisplayLevel, blank=True)
    in_language = models.CharField(_("language"), max_length=5, choices=OfferLanguage, blank=True)
    course_mode = models.CharField(_("mode"), max_length=12, choices=CourseMode, blank=True)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    audience = ArrayField(
        models.CharField(max_length=14, choices=Audience),
        verbose_name=_("who may enrol"),
        default=list,
        blank=True,
    )

    price_category = models.CharField(_("price category"), max_length=14, choices=PriceCategory, blank=True)
    price = models.DecimalField(_("price (€)"), max_digits=8, decimal_places=2, null=True, blank=True)
    funded_by = models.CharField(_("who pays"), max_length=20, choices=Funding, blank=True)
    credential_type = models.CharField(
        _("type of credential"), max_length=30, choices=CredentialType, blank=True
    )
    credential = models.CharField(_("credential"), max_length=200, blank=True)
    credential_price = models.DecimalField(
        _("price of the certificate (€)"), max_digits=8, decimal_places=2, null=True, blank=True
    )

    regulation_type = models.CharField(_("regulation"), max_length=20, choices=RegulationType, blank=True)
    regulation_ref = models.CharField(_("regulation reference"), max_length=120, blank=True)
    boe_id = models.CharField(_("BOE identifier"), max_length=30, blank=True)
    professional_family = models.CharField(_("professional family"), max_length=10, blank=True)
    certificate_code = models.CharField(_("certificate code"), max_length=20, blank=True)

    url = models.URLField(_("enrolment or information page"), max_length=400, blank=True)
    source_url = models.URLField(_("source"), max_length=400, blank=True)
    source_note = models.CharField(_("source, in words"), max_length=300, blank=True)
    source_checked_on = models.DateField(_("source checked on"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed by the provider on"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    skills = models.ManyToManyField("skills.Skill", through="OfferSkill", related_name="offers")
    profiles = models.ManyToManyField("skills.Profile", through="OfferProfile", related_name="offers")
    # Kept by the triggers of migration 0002 for the search; never written from Python.
    skill_words_es = models.TextField(editable=False, default="")
    skill_words_en = models.TextField(editable=False, default="")
    facet_words_es = models.TextField(editable=False, default="")
    facet_words_en = models.TextField(editable=False, default="")
    search_es = models.GeneratedField(
        expression=search_vector("es"), output_field=SearchVectorField(), db_persist=True
    )
    search_en = models.GeneratedField(
        expression=search_vector("en"), output_field=SearchVectorField(), db_persist=True
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    modified_at = models.DateTimeField(_("modified at"), auto_now=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("training offer")
        verbose_name_plural = _("training offers")
        indexes = [
            GinIndex(fields=["search_es"], name="offer_search_es"),
            GinIndex(fields=["search_en"], name="offer_search_en"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(price_category=PriceCategory.FREE) | Q(price__isnull=True) | Q(price=0),
                name="free_offer_costs_nothing",
                violation_error_message=_("A free offer cannot have a price."),
            ),
            models.CheckConstraint(
                condition=~Q(price_category=PriceCategory.PAID) | Q(price__isnull=True) | Q(price__gt=0),
                name="paid_offer_costs_something",
                violation_error_message=_(
                    "A paid offer costs more than nothing; leave unknown prices empty."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status=OfferStatus.PUBLISHED) | ~Q(source_url="", source_note=""),
                name="published_offer_names_its_source",
                violation_error_message=_(
                    "Say first where this comes from: a published offer names its source."
                ),
            ),
            models.CheckConstraint(
                condition=Q(eqf_level__isnull=True) | Q(eqf_level__gte=1, eqf_level__lte=8),
                name="offer_eqf_level_1_to_8",
                violation_error_message=_("EQF levels go from 1 to 8."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("training:offer-detail", args=[self.slug])
