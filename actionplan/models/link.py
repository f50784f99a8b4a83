from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplan.enums import Contribution
from skills.models import Demand
from surveys.enums import CellStatus

from .plan import Node


class NodeNeedQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Keep the evidence a reader may see: for strangers, only of editions whose study is published."""
        if user.is_staff:
            return self
        return self.filter(
            need__status=CellStatus.PUBLISHED,
            need__campaign__edition__in=Demand.objects.values("edition"),
        )


class NodeNeed(models.Model):
    """The evidence for an action: the measured need it answers."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="node_needs", verbose_name=_("action"))
    need = models.ForeignKey(
        "surveys.Need", models.PROTECT, related_name="node_needs", verbose_name=_("need")
    )
    rationale = models.CharField(_("why"), max_length=300, blank=True)

    objects = NodeNeedQuerySet.as_manager()

    class Meta:
        ordering = ["node", "need"]
        verbose_name = _("need of an action")
        verbose_name_plural = _("needs of an action")
        constraints = [models.UniqueConstraint(fields=["node", "need"], name="node_need_once")]

    def __str__(self) -> str:
        return f"{self.node} · {self.need}"


class NodeOffer(models.Model):
    """A training offer through which an action is carried out."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="node_offers", verbose_name=_("action"))
    offer = models.ForeignKey(
        "training.Offer", models.PROTECT, related_name="node_offers", verbose_name=_("offer")
    )
    contribution = models.CharField(
        _("contribution"), max_length=10, choices=Contribution, default=Contribution.SUPPORTS
    )

    class Meta:
        ordering = ["node", "offer"]
        verbose_name = _("offer of an action")
        verbose_name_plural = _("offers of an action")
        constraints = [models.UniqueConstraint(fields=["node", "offer"], name="node_offer_once")]

    def __str__(self) -> str:
        return f"{self.node} · {self.offer}"
