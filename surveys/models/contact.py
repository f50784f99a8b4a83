from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.enums import MessageState, Wave

from .campaign import Unit


class InvitationQuerySet(models.QuerySet):
    def usable(self, at: datetime) -> Self:
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)


class Invitation(models.Model):
    """A link to one unit's questionnaire for one person; only the token's hash is kept."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="invitations", verbose_name=_("unit"))
    person = models.ForeignKey(
        "members.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("person"),
    )
    token_hash = models.CharField(_("token hash"), max_length=64, unique=True, editable=False)
    issued_at = models.DateTimeField(_("issued at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.unit} · {self.person or ''}"


class Message(models.Model):
    """One e-mail of one wave to one contact of one unit; the outbox and the send log in one."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="messages", verbose_name=_("unit"))
    person = models.ForeignKey(
        "members.Person", models.CASCADE, related_name="survey_messages", verbose_name=_("person")
    )
    wave = models.CharField(_("wave"), max_length=12, choices=Wave)
    occasion = models.CharField(
        _("occasion"),
        max_length=40,
        blank=True,
        default="",
        help_text=_("Tells apart messages that may be sent more than once, such as a new link."),
    )
    email = models.EmailField(_("address"))
    state = models.CharField(_("state"), max_length=10, choices=MessageState, default=MessageState.QUEUED)
    queued_at = models.DateTimeField(_("queued at"), auto_now_add=True)
    attempted_at = models.DateTimeField(_("attempted at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    retry_at = models.DateTimeField(_("next attempt at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("came back at"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        ordering = ["-queued_at"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["unit", "person", "wave", "occasion"], name="message_once"),
            models.CheckConstraint(
                condition=Q(state__in=[MessageState.SENT, MessageState.BOUNCED], sent_at__isnull=False)
                | ~Q(state__in=[MessageState.SENT, MessageState.BOUNCED]) & Q(sent_at__isnull=True),
                name="sent_message_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.BOUNCED, bounced_at__isnull=False)
                | ~Q(state=MessageState.BOUNCED) & Q(bounced_at__isnull=True),
                name="bounced_message_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["queued_at"], condition=Q(state=MessageState.QUEUED), name="message_outbox")
        ]

    def __str__(self) -> str:
        return f"{self.wave} · {self.email}"
