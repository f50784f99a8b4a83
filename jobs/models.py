from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A run that says nothing for so long was killed.
LOST_AFTER = timedelta(minutes=30)


class RunQuerySet(models.QuerySet):
    def lost(self, now: datetime | None = None) -> Self:
        """Keep the runs that were begun and never ended."""
        return self.filter(ended_at=None, started_at__lt=(now or timezone.now()) - LOST_AFTER)

    def failed(self) -> Self:
        return self.filter(ended_at__isnull=False).exclude(error="")


class Run(models.Model):
    """One time that a recurring job was due, and what came of it; one row however many clocks run."""

    job = models.CharField(_("job"), max_length=100)
    due_at = models.DateTimeField(_("due at"))
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=1)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)
    error = models.TextField(_("error"), blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "job"]
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")
        constraints = [models.UniqueConstraint(fields=["job", "due_at"], name="job_run_once")]
        indexes = [
            models.Index(fields=["started_at"], condition=Q(ended_at__isnull=True), name="job_run_open")
        ]

    def __str__(self) -> str:
        return f"{self.job} · {timezone.localtime(self.due_at):%d/%m/%Y %H:%M}"
