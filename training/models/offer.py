from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.enums import (
    Audience,
    CourseMode,
    DisplayLevel,
    OfferKind,
    OfferStatus,
    PriceCategory,
    RegulationType,
)

from .provider import Provider


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

    learning_hours = models.PositiveIntegerField(_("hours"), null=True, blank=True)
    eqf_level = models.PositiveSmallIntegerField(_("EQF level"), null=True, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=DisplayLevel, blank=True)
    in_language = models.CharField(_("language"), max_length=5, blank=True)
    course_mode = models.CharField(_("mode"), max_length=12, choices=CourseMode, blank=True)
    audience = ArrayField(
        models.CharField(max_length=14, choices=Audience),
        verbose_name=_("who may enrol"),
        default=list,
        blank=True,
    )

    price_category = models.CharField(_("price category"), max_length=14, choices=PriceCategory, blank=True)
    price = models.DecimalField(_("price (€)"), max_digits=8, decimal_places=2, null=True, blank=True)
    credential = models.CharField(_("credential"), max_length=200, blank=True)

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
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    modified_at = models.DateTimeField(_("modified at"), auto_now=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("training offer")
        verbose_name_plural = _("training offers")
        constraints = [
            models.CheckConstraint(
                condition=~Q(price_category=PriceCategory.FREE) | Q(price__isnull=True) | Q(price=0),
                name="free_offer_costs_nothing",
                violation_error_message=_("A free offer cannot have a price."),
            ),
            models.CheckConstraint(
                condition=Q(eqf_level__isnull=True) | Q(eqf_level__gte=1, eqf_level__lte=8),
                name="offer_eqf_level_1_to_8",
                violation_error_message=_("EQF levels go from 1 to 8."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OfferSkill(models.Model):
    """A skill that an offer teaches; only confirmed rows count as supply."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="offer_skills")
    skill = models.ForeignKey(
        "skills.Skill", models.PROTECT, related_name="offer_skills", verbose_name=_("skill")
    )
    level_reached = models.PositiveSmallIntegerField(_("level reached (e-CF 1–5)"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        ordering = ["offer", "skill"]
        verbose_name = _("skill of an offer")
        verbose_name_plural = _("skills of an offer")
        constraints = [
            models.UniqueConstraint(fields=["offer", "skill"], name="offer_skill_once"),
            models.CheckConstraint(
                condition=Q(level_reached__isnull=True) | Q(level_reached__gte=1, level_reached__lte=5),
                name="offer_skill_level_1_to_5",
                violation_error_message=_("e-CF levels go from 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer} · {self.skill}"


class OfferProfile(models.Model):
    """A professional profile that an offer leads to; only confirmed rows count as supply."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="offer_profiles")
    profile = models.ForeignKey(
        "skills.Profile", models.PROTECT, related_name="offer_profiles", verbose_name=_("profile")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        ordering = ["offer", "profile"]
        verbose_name = _("profile of an offer")
        verbose_name_plural = _("profiles of an offer")
        constraints = [
            models.UniqueConstraint(fields=["offer", "profile"], name="offer_profile_once"),
        ]

    def __str__(self) -> str:
        return f"{self.offer} · {self.profile}"
