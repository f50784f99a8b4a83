from django.apps import apps as all_apps
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


def add_missing_letters(apps=all_apps, **kwargs) -> None:
    """Give every message its row, so that the panel lists them all; called after every `migrate`.

    ``apps`` is what stands after the migration: going back, there may be no letters.
    """
    try:
        letter = apps.get_model("surveys", "Letter")
    except LookupError:
        return
    letter._base_manager.bulk_create([letter(wave=wave) for wave in Wave.values], ignore_conflicts=True)
