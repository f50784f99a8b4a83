from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.enums import ImportState

from .provider import Provider


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
