from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation


class DataConfirmation(models.Model):
    """An organisation's word that its data are right, once for each year."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="confirmations", verbose_name=_("organisation")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    at = models.DateTimeField(_("confirmed at"), auto_now_add=True)

    class Meta:
        ordering = ["organisation", "-year"]
        verbose_name = _("confirmation of data")
        verbose_name_plural = _("confirmations of data")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="data_confirmed_once_a_year",
                violation_error_message=_("The data of this year are confirmed already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.year}"
