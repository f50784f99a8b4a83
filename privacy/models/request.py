import secrets
from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.enums import RequestKind, RequestState


def new_reference() -> str:
    return f"DP-{secrets.token_hex(4).upper()}"


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day when it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


class DataSubjectRequestQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=RequestState.OPEN)

    def due_by(self, day: date) -> Self:
        return self.open().filter(due_on__lte=day)


class DataSubjectRequest(models.Model):
    """What somebody asked about their own data, and by when it must be answered."""

    reference = models.CharField(
        _("reference"), max_length=20, unique=True, default=new_reference, editable=False
    )
    kind = models.CharField(_("right"), max_length=20, choices=RequestKind)
    received_on = models.DateField(_("received on"), default=timezone.localdate)
    due_on = models.DateField(_("due on"), editable=False)
    extension_reason = models.TextField(
        _("reason for two more months"),
        blank=True,
        help_text=_("Fill in to extend the month by two; the person must be told why within the first."),
    )
    person = models.ForeignKey(
        "members.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="data_requests",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name given"), max_length=200, blank=True)
    email = models.EmailField(_("address to answer to"), blank=True)
    identity_checked = models.BooleanField(
        _("identity checked"), default=False, help_text=_("Who asks is who they say they are.")
    )
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.OPEN)
    outcome = models.TextField(_("outcome"), blank=True, help_text=_("What was done, or why it was refused."))
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("handled by"),
    )

    objects = DataSubjectRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on"]
        verbose_name = _("data protection request")
        verbose_name_plural = _("data protection requests")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("received_on")), name="request_due_after_received"
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, closed_on=None)
                | ~Q(state=RequestState.OPEN) & Q(closed_on__isnull=False) & ~Q(outcome=""),
                name="closed_request_says_how",
                violation_error_message=_("A closed request says what came of it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} · {self.get_kind_display()}"

    def save(self, *args, **kwargs) -> None:
        """Work out the due date: one month, or three when it was extended with a reason."""
        self.due_on = months_later(self.received_on, 3 if self.extension_reason else 1)
        self.closed_on = None if self.state == RequestState.OPEN else self.closed_on or timezone.localdate()
        super().save(*args, **kwargs)
