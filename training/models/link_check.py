from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

# Failures count once a day, so these are as many days in a row.
FAILURES_SHOWN = 3


class LinkCheckQuerySet(models.QuerySet):
    def broken(self) -> Self:
        """Keep the links that have failed on several days in a row; one bad night says nothing."""
        return self.filter(failures__gte=FAILURES_SHOWN)


class LinkCheck(models.Model):
    """One address that the catalogue links to, and how it answered when it was last asked."""

    url = models.URLField(_("address"), max_length=400, unique=True)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("last answered at"), null=True, blank=True)
    failed_on = models.DateField(_("last failed on"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("days in a row without answer"), default=0)
    # What the last answer was: empty if good, else a code of tera.outgoing.errors.Trouble.
    trouble = models.CharField(_("trouble"), max_length=20, blank=True)
    detail = models.CharField(_("detail"), max_length=100, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-failures", "url"]
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.url

    @property
    def is_broken(self) -> bool:
        return self.failures >= FAILURES_SHOWN
