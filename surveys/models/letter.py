from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.enums import Wave


class Letter(models.Model):
    """The cluster's own words for the e-mail of one wave; what is empty is sent in the shipped words."""

    wave = models.CharField(_("message"), max_length=12, choices=Wave, unique=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), max_length=10_000, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("text of a message")
        verbose_name_plural = _("texts of the messages")

    def __str__(self) -> str:
        return self.get_wave_display()
