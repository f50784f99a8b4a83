from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.permissions import EDIT, VIEW, roles_with
from training.enums import ProviderType


class ProviderQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Keep the providers for which ``user`` may at least look at what only they see."""
        return self.with_role(user, VIEW)

    def editable_by(self, user) -> Self:
        return self.with_role(user, EDIT)

    def with_role(self, user, right: str) -> Self:
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(
            organisation__accounts__user=user, organisation__accounts__role__in=roles_with(right)
        )


class ProviderManager(models.Manager.from_queryset(ProviderQuerySet)):
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
    is_trusted = models.BooleanField(
        _("trusted with small changes"),
        default=False,
        help_text=_(
            "Dates, places and enrolment links that its people change, and new editions, are public at once; "
            "everything else waits for you."
        ),
    )

    objects = ProviderManager()

    class Meta:
        ordering = ["organisation__trade_name", "organisation__legal_name"]
        verbose_name = _("training provider")
        verbose_name_plural = _("training providers")

    def __str__(self) -> str:
        return str(self.organisation)
