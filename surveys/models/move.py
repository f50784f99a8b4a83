"""What became of an edition in the field when a newer version of its questionnaire came."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.enums import MoveKind

from .campaign import Campaign
from .questionnaire import QuestionnaireVersion
from .response import Response


class VersionMove(models.Model):
    """One time that an edition's open responses went on to another version: what was planned came about."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="moves", verbose_name=_("edition"))
    version_before = models.ForeignKey(
        QuestionnaireVersion, models.PROTECT, related_name="+", verbose_name=_("version before")
    )
    version = models.ForeignKey(
        QuestionnaireVersion, models.PROTECT, related_name="moves", verbose_name=_("version")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=MoveKind)
    counts = models.JSONField(_("counts"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("moved by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("move to another version")
        verbose_name_plural = _("moves to another version")

    def __str__(self) -> str:
        return f"{self.campaign} → v{self.version.number}"


class ResponseMove(models.Model):
    """One response that moved, with the answers that its new version has no place for."""

    move = models.ForeignKey(VersionMove, models.CASCADE, related_name="responses")
    response = models.ForeignKey(Response, models.CASCADE, related_name="moves")
    version_before = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="+")
    set_aside = models.JSONField(_("set aside"), default=list, blank=True)

    class Meta:
        ordering = ["move", "response"]
        verbose_name = _("moved response")
        verbose_name_plural = _("moved responses")
        constraints = [
            models.UniqueConstraint(fields=["move", "response"], name="response_moves_once"),
        ]

    def __str__(self) -> str:
        return f"{self.response} → v{self.move.version.number}"
