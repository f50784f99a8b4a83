from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.enums import ValueOrigin

from .edition import Edition
from .offer import Offer


class FieldOriginQuerySet(models.QuerySet):
    def locked(self) -> Self:
        """Keep the fields that only a person may change."""
        return self.filter(locked=True)

    def release(self) -> int:
        """Let imports and harvests change these fields again; return how many that frees."""
        return self.locked().update(locked=False)


class FieldOrigin(models.Model):
    """Where the present value of one field of an offer, or of one of its editions, came from.

    A field without a row is of unknown origin and free.
    """

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="origins", verbose_name=_("offer"))
    edition = models.ForeignKey(
        Edition, models.CASCADE, null=True, blank=True, related_name="origins", verbose_name=_("edition")
    )
    field = models.CharField(_("field"), max_length=40)
    origin = models.CharField(_("origin"), max_length=10, choices=ValueOrigin)
    detail = models.CharField(_("file or source"), max_length=200, blank=True)
    at = models.DateTimeField(_("since"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    locked = models.BooleanField(
        _("locked"),
        default=False,
        help_text=_("Imports and harvests leave this field alone. Untick to let them change it again."),
    )

    objects = FieldOriginQuerySet.as_manager()

    class Meta:
        ordering = ["offer", "edition", "field"]
        verbose_name = _("origin of a value")
        verbose_name_plural = _("origins of values")
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "edition", "field"], nulls_distinct=False, name="field_origin_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} · {self.get_origin_display()}"
