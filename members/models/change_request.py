from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.enums import ChangeState

from .organisation import Organisation


class ChangeRequestQuerySet(models.QuerySet):
    def pending(self) -> Self:
        return self.filter(state=ChangeState.PENDING)


class ChangeRequest(models.Model):
    """One proposed change of an organisation's identity: what the record said, and what it should say."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="change_requests", verbose_name=_("organisation")
    )
    # Each a table from the fields of members/selfservice/identity.py to their values.
    old = models.JSONField(_("as it was"))
    new = models.JSONField(_("as it should be"))
    note = models.TextField(_("explanation"), max_length=1000, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    requested_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="es")
    state = models.CharField(_("state"), max_length=10, choices=ChangeState, default=ChangeState.PENDING)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]
        verbose_name = _("request to change the identity")
        verbose_name_plural = _("requests to change the identity")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state=ChangeState.PENDING),
                name="change_request_one_pending",
                violation_error_message=_("A change of this organisation already waits for a decision."),
            ),
            models.CheckConstraint(
                condition=Q(state=ChangeState.PENDING, decided_at__isnull=True)
                | ~Q(state=ChangeState.PENDING) & Q(decided_at__isnull=False),
                name="decided_change_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.REJECTED, reason=""), name="rejected_change_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
