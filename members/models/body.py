from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.enums import EXCLUSIVE_ROLES, BodyKind, BodyRole

from .organisation import Organisation
from .person import Person


class Body(models.Model):
    """An organ of the cluster that people belong to for a time: assembly, board, commission."""

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind)
    description = models.TextField(_("description"), blank=True)
    is_demo = models.BooleanField(
        _("demo"), default=False, help_text=_("Invented for the demonstration; every page says so.")
    )

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = _("body")
        verbose_name_plural = _("bodies")

    def __str__(self) -> str:
        return self.name


class BodyPostQuerySet(models.QuerySet):
    def current(self, day: date) -> Self:
        return self.filter(period__contains=day)


class BodyPost(models.Model):
    """A person's seat in a body, with its dates and the organisation they speak for."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="posts", verbose_name=_("body"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="body_posts", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="body_posts",
        verbose_name=_("for the organisation"),
    )
    role = models.CharField(_("role"), max_length=20, choices=BodyRole, default=BodyRole.MEMBER)
    period = DateRangeField(_("period"))

    objects = BodyPostQuerySet.as_manager()

    class Meta:
        ordering = ["body", "role", "-period"]
        verbose_name = _("post in a body")
        verbose_name_plural = _("posts in bodies")
        constraints = [
            ExclusionConstraint(
                name="body_post_exclusive",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=EXCLUSIVE_ROLES),
                violation_error_message=_("Somebody else has this post in part of that period."),
            ),
            ExclusionConstraint(
                name="body_post_once_per_person",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person already has this post in part of that period."),
            ),
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False, period__isempty=False),
                name="body_post_has_a_start",
                violation_error_message=_("A post needs its first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.body}"
