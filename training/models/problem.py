from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.enums import ProblemKind

from .offer import Offer


class ProblemReportQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(settled_at=None)


class ProblemReport(models.Model):
    """What a visitor says is wrong with an offer; nothing of who said it."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="problems", verbose_name=_("offer"))
    kind = models.CharField(_("what is wrong"), max_length=10, choices=ProblemKind)
    text = models.TextField(_("in your words"), max_length=1000, blank=True)
    at = models.DateTimeField(_("reported at"), default=timezone.now, editable=False)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("settled by"),
    )

    objects = ProblemReportQuerySet.as_manager()

    class Meta:
        ordering = ["settled_at", "-at"]
        verbose_name = _("problem reported")
        verbose_name_plural = _("problems reported")
        indexes = [
            models.Index(fields=["at"], condition=models.Q(settled_at=None), name="problem_report_open")
        ]

    def __str__(self) -> str:
        return f"{self.offer} · {self.get_kind_display()}"
