"""What a browser shows, beside a link, before it reads what a company has written."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .contact import Invitation

MOST_TRIES = 5


class EntryCode(models.Model):
    """A code mailed to an invitation's person, good once and for minutes; only its hash is kept."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="codes")
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    # Made only when the mail is composed, so that no queue ever holds the code itself.
    code_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    expires_at = models.DateTimeField(_("expires at"), null=True)
    tries = models.PositiveSmallIntegerField(_("wrong attempts"), default=0)
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        ordering = ["invitation", "-asked_at"]
        verbose_name = _("mailed code")
        verbose_name_plural = _("mailed codes")
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=MOST_TRIES), name="entry_code_has_few_tries"),
            models.CheckConstraint(
                condition=Q(code_hash="", expires_at=None) | ~Q(code_hash="") & Q(expires_at__isnull=False),
                name="entry_code_made_has_its_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invitation} · {timezone.localtime(self.asked_at):%d/%m/%Y %H:%M}"


class AccessCodeQuerySet(models.QuerySet):
    def usable(self, at) -> Self:
        return self.filter(
            invitation__revoked_at=None, invitation__expires_at__gt=at, invitation__unit__in_scope=True
        )


class AccessCode(models.Model):
    """A code that the manager gives a company by phone or on paper; it ends with its invitation."""

    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="access_code")
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )

    objects = AccessCodeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("access code")
        verbose_name_plural = _("access codes")

    def __str__(self) -> str:
        return str(self.invitation.unit)
