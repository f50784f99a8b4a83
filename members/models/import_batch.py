from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.enums import ImportState

from .imported_file import ImportedFile


class ImportBatch(ImportedFile):
    """One file brought into the register, with the column that each of its titles stands for."""

    columns = models.JSONField(default=list)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("imported by")
    )

    class Meta(ImportedFile.Meta):
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ImportState.WAITING) | Q(applied_at__isnull=False, content__isnull=True),
                name="applied_import_keeps_no_rows",
            ),
        ]


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
