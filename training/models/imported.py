from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.enums import ImportState
from members.models import ImportedFile

from .provider import Provider


class OfferImport(ImportedFile):
    """One file brought into the catalogue, by the team or by a provider for its own offers."""

    provider = models.ForeignKey(
        Provider,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("provider"),
    )

    class Meta(ImportedFile.Meta):
        verbose_name = _("import of offers")
        verbose_name_plural = _("imports of offers")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ImportState.WAITING) | Q(applied_at__isnull=False, content__isnull=True),
                name="applied_offer_import_keeps_no_rows",
            ),
        ]
