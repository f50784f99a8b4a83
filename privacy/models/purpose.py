from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.enums import OPEN_TO_OBJECTION, LegalBasis


class Purpose(models.Model):
    """One thing the cluster does with personal data, as its register of processing says."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("purpose"), max_length=160)
    basis = models.CharField(_("legal basis"), max_length=30, choices=LegalBasis)
    categories = models.TextField(_("which data"))
    source = models.TextField(_("where they come from"), blank=True)
    recipients = models.TextField(_("who receives them"), blank=True)
    retention_months = models.PositiveSmallIntegerField(
        _("months kept"),
        null=True,
        blank=True,
        help_text=_("After so many months the daily task clears them. Empty: as long as the purpose lasts."),
    )
    is_published = models.BooleanField(_("on the privacy page"), default=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")

    def __str__(self) -> str:
        return self.name or self.code


class ConsentQuerySet(models.QuerySet):
    def refused(self, purpose: str) -> Self:
        """Keep those who want no more of a purpose that they may object to."""
        return self.filter(
            purpose__code=purpose, purpose__basis__in=OPEN_TO_OBJECTION, withdrawn_at__isnull=False
        )


class Consent(models.Model):
    """What one person said about one purpose: agreed, or wants no more of it."""

    person = models.ForeignKey(
        "members.Person", models.CASCADE, related_name="consents", verbose_name=_("person")
    )
    purpose = models.ForeignKey(Purpose, models.PROTECT, related_name="consents", verbose_name=_("purpose"))
    given_at = models.DateTimeField(_("agreed at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    evidence = models.CharField(_("how"), max_length=200, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["person", "purpose"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(fields=["person", "purpose"], name="consent_once"),
            models.CheckConstraint(
                condition=Q(given_at__isnull=False) | Q(withdrawn_at__isnull=False),
                name="consent_says_something",
                violation_error_message=_("Say when it was given or withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.purpose}"
