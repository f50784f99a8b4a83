from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from study.enums import StudyState


class StudyQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(snapshots__isnull=False).distinct()

    def with_revisions(self) -> Self:
        """Annotate ``revisions``: how often the study was published."""
        return self.annotate(revisions=Count("snapshots"))


class Study(models.Model):
    """The published study of one survey edition: what the manager writes, beside its frozen snapshots."""

    campaign = models.OneToOneField(
        "surveys.Campaign", models.PROTECT, related_name="study", verbose_name=_("survey edition")
    )
    plan = models.ForeignKey(
        "actionplan.Plan",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="studies",
        verbose_name=_("action plan"),
    )
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Markdown."))
    state = models.CharField(
        _("state"), max_length=10, choices=StudyState, default=StudyState.DRAFT, editable=False
    )
    steps_done = models.PositiveIntegerField(_("steps done"), default=0, editable=False)
    steps_total = models.PositiveIntegerField(_("steps in all"), default=0, editable=False)
    started_at = models.DateTimeField(_("publication started at"), null=True, blank=True, editable=False)
    failure = models.CharField(_("why it failed"), max_length=300, blank=True, editable=False)

    objects = StudyQuerySet.as_manager()

    class Meta:
        ordering = ["-campaign__reference_date"]
        verbose_name = _("study")
        verbose_name_plural = _("studies")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("study:study-detail", args=[self.campaign.edition])

    @property
    def is_being_published(self) -> bool:
        return self.state == StudyState.PUBLISHING

    @property
    def latest_snapshot(self) -> "Snapshot | None":
        return self.snapshots.order_by("-revision").first()


class SnapshotQuerySet(models.QuerySet):
    def current(self) -> Self:
        """Keep the newest revision of each study, the newest edition first."""
        newest = (
            self.model.objects.filter(study=OuterRef("study"))
            .order_by()
            .values("study")
            .values(newest=Max("revision"))
        )
        return self.filter(revision=Subquery(newest)).order_by("-study__campaign__reference_date")

    def of_edition(self, edition: str) -> Self:
        return self.filter(study__campaign__edition=edition)

    def headlines(self) -> Self:
        """Read a few lines of the payload instead of all of it."""
        return self.defer("payload").annotate(
            edition=F("payload__edition"),
            title=F("payload__title"),
            method=F("payload__method"),
            is_demo=F("payload__is_demo"),
        )


class Snapshot(models.Model):
    """Everything one publication says, frozen: figures, texts and hashes; immutable by trigger."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="snapshots", verbose_name=_("study"))
    revision = models.PositiveIntegerField(_("revision"))
    payload = models.JSONField(_("payload"))
    payload_sha256 = models.CharField(_("SHA-256 of the payload"), max_length=64)
    taken_at = models.DateTimeField(_("taken at"), default=timezone.now, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken by"),
    )

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["study", "-revision"]
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = [
            models.UniqueConstraint(fields=["study", "revision"], name="snapshot_revision_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="snapshot_revision_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.study} · {self.revision}"


class RenderingQuerySet(models.QuerySet):
    def of_edition(self, edition: str) -> Self:
        return self.filter(snapshot__study__campaign__edition=edition)


class Rendering(models.Model):
    """A file made from a snapshot, in one language: a chart's SVG or the study's PDF; kept in the database.

    It lives beside its snapshot so that a publication is all or nothing and every web node can serve it.
    """

    snapshot = models.ForeignKey(
        Snapshot, models.CASCADE, related_name="renderings", verbose_name=_("snapshot")
    )
    name = models.CharField(_("file name"), max_length=80)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    content_type = models.CharField(_("content type"), max_length=60)
    content = models.BinaryField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    objects = RenderingQuerySet.as_manager()

    class Meta:
        ordering = ["snapshot", "name", "language"]
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "name", "language"], name="rendering_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"
