from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.enums import DuplicateReason

from .organisation import Organisation


class Merge(models.Model):
    """Two records made one, with every row concerned before and after, so that it can be undone."""

    model = models.CharField(max_length=60)
    kept_pk = models.BigIntegerField()
    kept_name = models.CharField(_("stays"), max_length=250)
    merged_pk = models.BigIntegerField()
    merged_name = models.CharField(_("was merged"), max_length=250)
    # Lists of: label of the model, primary key, text of the row before, and after (null if it is gone).
    # Of a row that only moved, no more than the columns that changed.
    content = models.JSONField()
    made_at = models.DateTimeField(_("merged at"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("merged by")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("undone by")
    )

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = [
            models.CheckConstraint(condition=~Q(kept_pk=F("merged_pk")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_name} → {self.kept_name}"


class DuplicatePairQuerySet(models.QuerySet):
    def open(self):
        return self.filter(dismissed_at__isnull=True)


class DuplicatePair(models.Model):
    """Two organisations that may be one, and why; remembered when somebody says that they are not."""

    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    reasons = ArrayField(models.CharField(max_length=12, choices=DuplicateReason), default=list)
    likeness = models.FloatField(default=0)
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        ordering = ["-likeness", "first", "second"]
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"

    @property
    def reason_labels(self) -> list[str]:
        return [str(DuplicateReason(reason).label) for reason in self.reasons]
