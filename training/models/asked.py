from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.enums import AskedFor

from .offer import Offer


class ProviderLetter(models.Model):
    """One offer that a letter to its provider's people named, for one reason and one period."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="letters", verbose_name=_("offer"))
    kind = models.CharField(_("reason"), max_length=10, choices=AskedFor)
    # What makes it another occasion: the confirmation that got old, or the last day of the last edition.
    period = models.CharField(_("period"), max_length=20)
    at = models.DateTimeField(_("sent at"), default=timezone.now)

    class Meta:
        ordering = ["-at", "offer"]
        verbose_name = _("letter to a provider")
        verbose_name_plural = _("letters to providers")
        constraints = [
            models.UniqueConstraint(fields=["offer", "kind", "period"], name="provider_letter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.offer} · {self.get_kind_display()}"
