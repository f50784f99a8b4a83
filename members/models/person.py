from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from members.enums import PostRole

from .organisation import Organisation


class Person(models.Model):
    """Somebody the cluster deals with at work; only professional contact data."""

    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=120, blank=True)
    work_email = models.EmailField(_("work e-mail"), blank=True)
    work_phone = models.CharField(_("work phone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="es")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("user"),
    )

    class Meta:
        ordering = ["family_name", "given_name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class PostQuerySet(models.QuerySet):
    def current(self, day: date) -> Self:
        return self.filter(models.Q(period__contains=day) | models.Q(period__isnull=True))

    def survey_contacts(self) -> Self:
        return self.filter(role=PostRole.SURVEY_CONTACT)


class Post(models.Model):
    """A person's role in an organisation, with its dates where they are known."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="posts", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=30, choices=PostRole)
    period = DateRangeField(_("period"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "role", "person"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "role"], name="post_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"

    def end(self, day: date) -> None:
        """End the post before ``day``; one that began on it never was."""
        start = self.period.lower if self.period else None
        if start is not None and start >= day:
            self.delete()
        else:
            self.period = DateRange(start, day)
            self.save(update_fields=["period"])
