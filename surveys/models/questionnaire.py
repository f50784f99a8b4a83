from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.enums import VariableKind, VersionStatus, WordingChange


class Questionnaire(models.Model):
    """An instrument that is fielded edition after edition, in ever newer versions."""

    code = models.SlugField(_("code"), unique=True)
    title = models.CharField(_("title"), max_length=160)

    class Meta:
        ordering = ["code"]
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")

    def __str__(self) -> str:
        return self.title


class QuestionnaireVersionQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(status=VersionStatus.PUBLISHED)


class QuestionnaireVersion(models.Model):
    """One state of a questionnaire; once published, a database trigger refuses any change to it."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="versions", verbose_name=_("questionnaire")
    )
    number = models.PositiveIntegerField(_("number"))
    status = models.CharField(_("status"), max_length=10, choices=VersionStatus, default=VersionStatus.DRAFT)
    definition = models.JSONField(_("definition"), default=dict)
    definition_sha256 = models.CharField(
        _("SHA-256 of the definition"), max_length=64, blank=True, editable=False
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("published by"),
    )

    revision = models.PositiveIntegerField(_("revision of the draft"), default=0, editable=False)
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("edited by"),
    )

    objects = QuestionnaireVersionQuerySet.as_manager()

    class Meta:
        ordering = ["questionnaire", "-number"]
        verbose_name = _("questionnaire version")
        verbose_name_plural = _("questionnaire versions")
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=Q(status=VersionStatus.DRAFT)
                | Q(status=VersionStatus.PUBLISHED, published_at__isnull=False) & ~Q(definition_sha256=""),
                name="published_version_is_hashed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} · v{self.number}"


class Variable(models.Model):
    """What a question measures; its code stays the same across versions and editions."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=VariableKind)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    concept = models.CharField(_("concept"), max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("variable")
        verbose_name_plural = _("variables")

    def __str__(self) -> str:
        return self.code


class VersionVariable(models.Model):
    """A variable as one version asks it; breaks in a series are read from here."""

    version = models.ForeignKey(QuestionnaireVersion, models.CASCADE, related_name="version_variables")
    variable = models.ForeignKey(Variable, models.PROTECT, related_name="version_variables")
    section = models.SlugField(_("section"), max_length=60)
    position = models.PositiveIntegerField(_("position"))
    wording_sha256 = models.CharField(_("SHA-256 of the wording"), max_length=64)
    change = models.CharField(_("change"), max_length=10, choices=WordingChange, default=WordingChange.SAME)

    class Meta:
        ordering = ["version", "position"]
        verbose_name = _("variable of a version")
        verbose_name_plural = _("variables of a version")
        constraints = [
            models.UniqueConstraint(fields=["version", "variable"], name="version_variable_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.variable}"
