from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.enums import RevisionState

from .offer import Offer
from .provider import Provider


class OfferRevisionQuerySet(models.QuerySet):
    def pending(self) -> Self:
        return self.filter(state=RevisionState.PENDING)

    def visible_to(self, user) -> Self:
        """Keep those of the providers for which ``user`` may look at what only they see."""
        return self.filter(provider__in=Provider.objects.visible_to(user))


class OfferRevision(models.Model):
    """One proposed change of an offer beside the published one, or a proposed new offer.

    ``old`` and ``new`` hold the touched fields only, by the keys of ``training.upkeep.values``: a field of
    the offer by its name, one of an edition as ``edition:<key>:<name>``.
    """

    provider = models.ForeignKey(
        Provider, models.CASCADE, related_name="revisions", verbose_name=_("provider")
    )
    offer = models.ForeignKey(
        Offer, models.CASCADE, null=True, blank=True, related_name="revisions", verbose_name=_("offer")
    )
    old = models.JSONField(_("as it was"), default=dict)
    new = models.JSONField(_("as it should be"))
    note = models.TextField(_("explanation"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    requested_at = models.DateTimeField(_("asked at"), default=timezone.now)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="es")
    state = models.CharField(_("state"), max_length=10, choices=RevisionState, default=RevisionState.PENDING)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    # What the decision wrote, which a manager may have worded otherwise.
    written = models.JSONField(_("as it was published"), default=dict, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = OfferRevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("change proposed by a provider")
        verbose_name_plural = _("changes proposed by providers")
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=Q(state=RevisionState.PENDING),
                name="offer_revision_pending",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["offer"],
                condition=Q(state=RevisionState.PENDING),
                name="offer_revision_one_pending",
                violation_error_message=_("A change of this offer already waits for the cluster."),
            ),
            models.CheckConstraint(
                condition=Q(state=RevisionState.PENDING, decided_at__isnull=True)
                | ~Q(state=RevisionState.PENDING) & Q(decided_at__isnull=False),
                name="decided_revision_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=RevisionState.RETURNED, reason=""), name="returned_revision_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.offer or self.new.get("name_es") or self.provider)
