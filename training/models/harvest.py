from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tera.outgoing.validators import validate_address
from training.enums import HarvestState, OfferLanguage, SourceKind, SourceRhythm, SourceState

from .offer import Offer
from .provider import Provider

ACTIVE = [HarvestState.QUEUED, HarvestState.RUNNING]
# A visit ends by itself long before; one that is older was killed with its worker.
LOST_AFTER = timedelta(hours=2)


class HarvestSourceQuerySet(models.QuerySet):
    def with_last_run(self) -> Self:
        """Annotate ``last_run_id``, the newest visit that was no test."""
        runs = HarvestRun.objects.filter(source=models.OuterRef("pk"), is_test=False)
        return self.annotate(last_run_id=models.Subquery(runs.order_by("-queued_at").values("pk")[:1]))

    def alarming(self) -> Self:
        """Keep the sources in use whose newest visit failed or gave too few offers."""
        bad = HarvestRun.objects.filter(state__in=[HarvestState.ALARM, HarvestState.FAILED])
        return (
            self.filter(state=SourceState.APPROVED).with_last_run().filter(last_run_id__in=bad.values("pk"))
        )


class HarvestSourceManager(models.Manager.from_queryset(HarvestSourceQuerySet)):
    """Fetches the provider along: a source is called by its provider's name."""

    def get_queryset(self) -> HarvestSourceQuerySet:
        return super().get_queryset().select_related("provider__organisation")


class HarvestSource(models.Model):
    """A place on a provider's site where its offers are read, once a manager has approved it."""

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="harvest_sources", verbose_name=_("provider")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=SourceKind, default=SourceKind.PAGES)
    url = models.URLField(
        _("address"),
        max_length=400,
        validators=[validate_address],
        help_text=_("Of the sitemap, or of a page that lists the courses; of the feed, calendar or table."),
    )
    only = models.CharField(
        _("only addresses with"),
        max_length=120,
        blank=True,
        help_text=_("For a sitemap: visit only pages whose address has this in it, such as /cursos/."),
    )
    language = models.CharField(
        _("language of the site"), max_length=2, choices=OfferLanguage, default=OfferLanguage.SPANISH
    )
    rhythm = models.CharField(_("how often"), max_length=10, choices=SourceRhythm, default=SourceRhythm.DAILY)
    drop_limit = models.PositiveSmallIntegerField(
        _("alarm at a drop of (%)"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("With so many fewer offers than in the last good visit nothing is changed."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=SourceState, default=SourceState.PROPOSED, editable=False
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = HarvestSourceManager()

    class Meta:
        ordering = ["provider", "pk"]
        verbose_name = _("source to harvest")
        verbose_name_plural = _("sources to harvest")
        constraints = [
            models.UniqueConstraint(
                fields=["url", "only"],
                name="harvest_source_once",
                violation_error_message=_("This address is a source already."),
            ),
            models.CheckConstraint(
                condition=Q(drop_limit__gte=1, drop_limit__lte=99), name="harvest_drop_limit_1_to_99"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} · {self.get_kind_display()}"

    @property
    def signature(self) -> str:
        """What a test run has tested: with another address or kind it says nothing any more."""
        return f"{self.kind} {self.language} {self.only} {self.url}"

    def is_due(self, now: datetime) -> bool:
        """Say whether its rhythm asks for a visit; half a day's grace, since a visit takes its time."""
        if self.state != SourceState.APPROVED or self.rhythm == SourceRhythm.MANUAL:
            return False
        pause = timedelta(days=7 if self.rhythm == SourceRhythm.WEEKLY else 1) - timedelta(hours=12)
        last = self.runs.filter(is_test=False).order_by("-queued_at").first()
        return last is None or last.queued_at <= now - pause


class HarvestRunQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(state__in=ACTIVE)

    def lost(self, now: datetime) -> Self:
        return self.active().filter(queued_at__lt=now - LOST_AFTER)

    def good(self) -> Self:
        """Keep the visits that were no test and whose number of offers can be compared with."""
        return self.filter(is_test=False, state=HarvestState.DONE)


class HarvestRun(models.Model):
    """One visit to a source: how many offers it gave, what became of them, and what could not be read."""

    source = models.ForeignKey(
        HarvestSource, models.CASCADE, related_name="runs", verbose_name=_("source to harvest")
    )
    is_test = models.BooleanField(_("test"), default=False)
    takes_drop = models.BooleanField(_("takes a smaller number for right"), default=False)
    signature = models.CharField(max_length=560, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=HarvestState, default=HarvestState.QUEUED)
    queued_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    done = models.PositiveIntegerField(_("pages read"), default=0)
    total = models.PositiveIntegerField(_("pages to read"), default=0)
    seen = models.PositiveIntegerField(_("offers seen"), default=0)
    expected = models.PositiveIntegerField(_("offers in the last good visit"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    gone = models.PositiveIntegerField(_("not seen any more"), default=0)
    left_out = models.PositiveIntegerField(_("left out"), default=0)
    trouble = models.CharField(_("trouble"), max_length=20, blank=True)
    trouble_detail = models.CharField(max_length=200, blank=True)
    # Rows of where, code and detail; and of key, name, what, fields (name: before, after) and held.
    problems = models.JSONField(default=list, editable=False)
    changes = models.JSONField(default=list, editable=False)

    objects = HarvestRunQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-pk"]
        verbose_name = _("visit to a source")
        verbose_name_plural = _("visits to sources")
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(state__in=ACTIVE), name="harvest_run_alone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} · {timezone.localtime(self.queued_at):%d/%m/%Y %H:%M}"

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def duration(self) -> timedelta | None:
        return self.ended_at - self.started_at if self.ended_at and self.started_at else None


class HarvestItem(models.Model):
    """One offer as a source has it, and the offer of the catalogue that is kept current with it."""

    source = models.ForeignKey(
        HarvestSource, models.CASCADE, related_name="items", verbose_name=_("source to harvest")
    )
    key = models.CharField(_("key"), max_length=500)
    name = models.CharField(_("name"), max_length=200)
    # Empty once somebody deleted the offer: it is not proposed a second time.
    offer = models.ForeignKey(
        Offer,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="harvest_items",
        verbose_name=_("offer"),
    )
    runs = models.JSONField(default=dict, editable=False)
    subjects = models.JSONField(default=list, editable=False)
    first_seen_at = models.DateTimeField(_("first seen"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    missing_since = models.DateTimeField(_("not seen since"), null=True, blank=True)

    class Meta:
        ordering = ["source", "name", "pk"]
        verbose_name = _("harvested offer")
        verbose_name_plural = _("harvested offers")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="harvest_item_once")]

    def __str__(self) -> str:
        return self.name
