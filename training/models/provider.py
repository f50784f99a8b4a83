from django.db import models
from django.utils.translation import gettext_lazy as _

from training.enums import ProviderType


class ProviderManager(models.Manager):
    """Fetches the organisation along: a provider has no name but its organisation's."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("organisation")


class Provider(models.Model):
    """An organisation in its part as a training provider."""

    organisation = models.OneToOneField(
        "members.Organisation", models.PROTECT, related_name="provider", verbose_name=_("organisation")
    )
    provider_type = models.CharField(_("type of provider"), max_length=30, choices=ProviderType)
    contact_url = models.URLField(_("contact page"), blank=True)

    objects = ProviderManager()

    class Meta:
        ordering = ["organisation__trade_name", "organisation__legal_name"]
        verbose_name = _("training provider")
        verbose_name_plural = _("training providers")

    def __str__(self) -> str:
        return str(self.organisation)
