"""What the manager plans and notes while an edition is in the field."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.enums import Wave

from .campaign import Campaign, Unit


class ScheduledWave(models.Model):
    """One wave of an edition that goes out by itself at a time, once."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="scheduled_waves", verbose_name=_("edition")
    )
    wave = models.CharField(_("message"), max_length=12, choices=Wave)
    at = models.DateTimeField(_("goes out at"))
    done_at = models.DateTimeField(_("queued at"), null=True, blank=True, editable=False)
    queued = models.PositiveIntegerField(_("messages queued"), null=True, blank=True, editable=False)
    refusal = models.CharField(_("why not"), max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ["campaign", "at"]
        verbose_name = _("scheduled message")
        verbose_name_plural = _("scheduled messages")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "wave"],
                name="scheduled_wave_once",
                violation_error_message=_("This message is in the schedule already."),
            ),
        ]
        indexes = [models.Index(fields=["at"], condition=Q(done_at__isnull=True), name="scheduled_wave_due")]

    def __str__(self) -> str:
        return f"{self.get_wave_display()} · {timezone.localtime(self.at):%d/%m/%Y %H:%M}"


class ChasingNote(models.Model):
    """What came of a word with a company that has not answered, and what to do next."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="notes", verbose_name=_("unit"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    text = models.TextField(_("note"), max_length=2000)
    next_action = models.CharField(_("next action"), max_length=160, blank=True)
    next_on = models.DateField(_("on"), null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return self.text[:80]
