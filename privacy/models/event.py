from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy.enums import Operation


class EventQuerySet(models.QuerySet):
    def about(self, obj: models.Model) -> Self:
        return self.filter(model=obj._meta.label_lower, object_id=str(obj.pk))


class Event(models.Model):
    """One change of one row, written by a trigger of the database; it is added to, never changed."""

    at = models.DateTimeField(_("when"))
    operation = models.CharField(_("what happened"), max_length=10, choices=Operation)
    model = models.CharField(_("kind of record"), max_length=100)
    object_id = models.CharField(_("record"), max_length=64)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    # Without a constraint: what somebody did stays when their account is gone.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("who"),
    )
    path = models.CharField(_("page"), max_length=300, blank=True)
    address = models.CharField(_("network"), max_length=50, blank=True)
    command = models.CharField(_("command"), max_length=120, blank=True)
    context = models.UUIDField(_("same request"), null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("activity")
        verbose_name_plural = _("activity")
        indexes = [
            models.Index(fields=["model", "object_id", "-id"], name="event_of_object"),
            models.Index(fields=["-at"], name="event_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id} · {self.operation}"
