from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .response import Submission


class Reopening(models.Model):
    """One time that a sent response was opened again: after which submission, by whom and why."""

    submission = models.OneToOneField(
        Submission, models.PROTECT, related_name="reopening", verbose_name=_("submission")
    )
    reason = models.TextField(_("reason"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opened again by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("reopening")
        verbose_name_plural = _("reopenings")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="reopening_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.submission)
