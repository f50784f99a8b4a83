from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .response import Response


class Share(models.Model):
    """A colleague whom somebody of the company let into its response, and the section meant for them."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="shares")
    person = models.ForeignKey(
        "members.Person", models.CASCADE, related_name="shares", verbose_name=_("person")
    )
    section = models.SlugField(_("section"), max_length=60, blank=True)
    asked_by = models.CharField(_("asked by"), max_length=254, blank=True)
    handed_by = models.ForeignKey(
        "members.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed over by"),
        help_text=_("Who wants the colleague to take the whole over, until the colleague says yes or no."),
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        ordering = ["response", "at"]
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "person"], condition=Q(ended_at=None), name="share_once_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["response"],
                condition=Q(ended_at=None, handed_by__isnull=False),
                name="handed_to_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
