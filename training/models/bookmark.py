from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .offer import Offer


class Bookmark(models.Model):
    """An offer that somebody with an account keeps for later."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmarks", verbose_name=_("person")
    )
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="bookmarks", verbose_name=_("offer"))
    at = models.DateTimeField(_("kept at"), default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("saved offer")
        verbose_name_plural = _("saved offers")
        constraints = [models.UniqueConstraint(fields=["user", "offer"], name="bookmark_once")]

    def __str__(self) -> str:
        return str(self.offer)
