from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkChange(models.Model):
    """One change of many rows at once from the admin panel, with what they held before and after it."""

    title = models.CharField(_("what was done"), max_length=160)
    model = models.CharField(_("kind of record"), max_length=100)
    # For each row that changed: its key, and the fields concerned before and after, as text or JSON.
    content = models.JSONField()
    rows = models.PositiveIntegerField(_("rows"))
    made_at = models.DateTimeField(_("when"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("change of many rows")
        verbose_name_plural = _("changes of many rows")

    def __str__(self) -> str:
        return self.title
