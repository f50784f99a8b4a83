from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.enums import ImportState


class ImportBatch(models.Model):
    """One file brought into the register; its rows are kept only until it is confirmed or expires."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    created_at = models.DateTimeField(_("chosen at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("chosen by")
    )
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField(null=True)
    row_count = models.PositiveIntegerField(_("rows"))
    columns = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.WAITING)
    expires_at = models.DateTimeField(_("kept until"))
    applied_at = models.DateTimeField(_("imported at"), null=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("imported by")
    )
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ImportState.WAITING) | Q(applied_at__isnull=False, content__isnull=True),
                name="applied_import_keeps_no_rows",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class RememberedTitle(models.Model):
    """Which column of the register somebody last chose for a title found in a file."""

    title = models.CharField(_("title"), max_length=200, unique=True)
    column = models.CharField(_("column"), max_length=40, blank=True)

    class Meta:
        ordering = ["title"]
        verbose_name = _("remembered title")
        verbose_name_plural = _("remembered titles")

    def __str__(self) -> str:
        return self.title
