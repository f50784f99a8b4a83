from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.enums import LinkOrigin

from .offer import Offer

CONFIRMED_HELP = _("Only a link with a date here counts as supply and shows the demand of the companies.")


class LinkQuerySet(models.QuerySet):
    def confirmed(self) -> Self:
        """Keep the links that count as supply: somebody at the cluster or the provider vouched for them."""
        return self.filter(confirmed_on__isnull=False)

    def shown(self) -> Self:
        """Keep what the public may see: everything but suggestions that nobody has confirmed."""
        return self.filter(Q(confirmed_on__isnull=False) | ~Q(origin=LinkOrigin.SUGGESTED))


class OfferSkill(models.Model):
    """A skill that an offer teaches; only confirmed rows count as supply."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="offer_skills")
    skill = models.ForeignKey(
        "skills.Skill", models.PROTECT, related_name="offer_skills", verbose_name=_("skill")
    )
    level_reached = models.PositiveSmallIntegerField(_("level reached (e-CF 1–5)"), null=True, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=LinkOrigin, default=LinkOrigin.CURATOR)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True, help_text=CONFIRMED_HELP)

    objects = LinkQuerySet.as_manager()

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
    origin = models.CharField(_("origin"), max_length=10, choices=LinkOrigin, default=LinkOrigin.CURATOR)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True, help_text=CONFIRMED_HELP)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["offer", "profile"]
        verbose_name = _("profile of an offer")
        verbose_name_plural = _("profiles of an offer")
        constraints = [
            models.UniqueConstraint(fields=["offer", "profile"], name="offer_profile_once"),
        ]

    def __str__(self) -> str:
        return f"{self.offer} · {self.profile}"
