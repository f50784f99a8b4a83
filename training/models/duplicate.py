from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.enums import OfferStatus, SameOffer

from .offer import Offer


class OfferPairQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(dismissed_at=None)


class OfferPair(models.Model):
    """Two offers that may be one, found by the catalogue, and whether somebody said that they are two."""

    first = models.ForeignKey(Offer, models.CASCADE, related_name="+", verbose_name=_("first offer"))
    second = models.ForeignKey(Offer, models.CASCADE, related_name="+", verbose_name=_("second offer"))
    reasons = ArrayField(models.CharField(max_length=12, choices=SameOffer), verbose_name=_("reasons"))
    score = models.FloatField(_("likeness of the names"), default=0)
    found_at = models.DateTimeField(_("found at"), default=timezone.now)
    dismissed_at = models.DateTimeField(_("told apart at"), null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("told apart by"),
    )

    objects = OfferPairQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        verbose_name = _("possible duplicate offer")
        verbose_name_plural = _("possible duplicate offers")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="offer_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="offer_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"


class OfferMergeQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.filter(undone_at=None)


class OfferMerge(models.Model):
    """One offer made part of another: its page leads there, and ``moved`` says what can be put back."""

    kept = models.ForeignKey(Offer, models.CASCADE, related_name="+", verbose_name=_("offer that stays"))
    merged = models.ForeignKey(
        Offer, models.CASCADE, related_name="merges", verbose_name=_("offer that became part of it")
    )
    status_before = models.CharField(_("status before"), max_length=10, choices=OfferStatus)
    moved = models.JSONField(default=list)
    # What the offer that stays did not say and took from the other, by field, as it was taken.
    filled = models.JSONField(default=dict)
    at = models.DateTimeField(_("merged at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("merged by")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = OfferMergeQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("merge of offers")
        verbose_name_plural = _("merges of offers")
        constraints = [
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at=None), name="offer_merged_once"),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="offer_merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"
