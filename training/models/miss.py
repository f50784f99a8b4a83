from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from training.enums import OfferLanguage


class SearchMissQuerySet(models.QuerySet):
    def repeated(self) -> Self:
        """Only what was searched more than once: a single search may say more of a person than of a need."""
        return self.filter(times__gt=1)

    def due(self, today: date) -> Self:
        """What is no longer kept: after a month what came once, after a year everything."""
        once, old = today.replace(day=1), today.replace(year=today.year - 1, month=today.month, day=1)
        return self.filter(models.Q(times=1, month__lt=once) | models.Q(month__lt=old))


class SearchMiss(models.Model):
    """Words for which the catalogue had no offer in one month, and how often; nothing of who searched."""

    language = models.CharField(_("language"), max_length=2, choices=OfferLanguage)
    words = models.CharField(_("words"), max_length=60)
    month = models.DateField(_("month"))
    times = models.PositiveIntegerField(_("times"), default=1)

    objects = SearchMissQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "-times", "words"]
        verbose_name = _("search without offers")
        verbose_name_plural = _("searches without offers")
        constraints = [
            models.UniqueConstraint(fields=["language", "words", "month"], name="search_miss_once_a_month")
        ]

    def __str__(self) -> str:
        return self.words
