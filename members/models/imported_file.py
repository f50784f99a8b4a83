from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import ImportState, ImportWork

# What is looked at while somebody waits; with more rows the worker does it.
FEW_ROWS = 100
# A worker that says nothing for so long was stopped.
SILENCE = timedelta(minutes=5)


class ImportedFile(models.Model):
    """One file that somebody brought; its rows are kept only until it is confirmed or expires."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
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
    language = models.CharField(max_length=2, blank=True)
    started_at = models.DateTimeField(null=True)
    noted_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=10, choices=ImportWork, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    report = models.JSONField(null=True)

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_big(self) -> bool:
        return self.row_count > FEW_ROWS

    @property
    def is_gone(self) -> bool:
        return self.content is None or self.expires_at <= timezone.now()

    @property
    def other_sheets(self) -> int:
        """How many sheets of the workbook were not read."""
        return (self.content or {}).get("other_sheets", 0)

    @property
    def is_being_worked_on(self) -> bool:
        """Whether there is nothing to show yet but how far the worker is."""
        is_waiting = self.state == ImportState.WAITING and not self.is_gone
        return is_waiting and (bool(self.work) or (self.is_big and not self.report))

    def is_lost(self, now: datetime) -> bool:
        """Whether nobody is at it: no worker took it for so long, or the one that did is no more."""
        return bool(self.work and self.noted_at and self.noted_at < now - SILENCE)

    def settle(self, counts: dict[str, int], **about) -> None:
        """Keep of a file that was carried out no more than its numbers."""
        self.counts, self.state, self.applied_at = counts, ImportState.APPLIED, timezone.now()
        self.content = self.report = None
        for name, value in about.items():
            setattr(self, name, value)
        # How far it is was noted meanwhile, on another line.
        self.save(update_fields=["counts", "state", "applied_at", "content", "report", *about])
