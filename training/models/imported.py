from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.enums import ImportState
from training.enums import ImportWork, OfferLanguage

from .provider import Provider

# What is looked at while somebody waits; with more rows the worker does it.
FEW_ROWS = 100
# A worker that says nothing for so long was stopped.
SILENCE = timedelta(minutes=5)


class OfferImport(models.Model):
    """One file brought into the catalogue, by the team or by a provider for its own offers.

    Its rows are kept only until it is confirmed or expires.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    provider = models.ForeignKey(
        Provider,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("provider"),
    )
    created_at = models.DateTimeField(_("chosen at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("chosen by")
    )
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField(null=True)
    row_count = models.PositiveIntegerField(_("rows"))
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.WAITING)
    expires_at = models.DateTimeField(_("kept until"))
    applied_at = models.DateTimeField(_("imported at"), null=True)
    counts = models.JSONField(default=dict)
    # Only for files of many rows: what the worker is asked to do, how far it is, and what it found.
    work = models.CharField(max_length=10, choices=ImportWork, blank=True)
    language = models.CharField(max_length=2, choices=OfferLanguage, blank=True)
    started_at = models.DateTimeField(null=True)
    noted_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=10, choices=ImportWork, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    report = models.JSONField(null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("import of offers")
        verbose_name_plural = _("imports of offers")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ImportState.WAITING) | Q(applied_at__isnull=False, content__isnull=True),
                name="applied_offer_import_keeps_no_rows",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_big(self) -> bool:
        return self.row_count > FEW_ROWS

    def is_lost(self, now: datetime) -> bool:
        """Whether the worker that took it is no more."""
        return bool(self.work and self.noted_at and self.noted_at < now - SILENCE)
