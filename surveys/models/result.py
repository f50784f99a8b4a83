from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.enums import CellStatus, Measure

from .campaign import Campaign


class ResultTable(models.Model):
    """One table of one closed edition, computed once, with small cells already hidden."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="result_tables", verbose_name=_("edition")
    )
    code = models.SlugField(_("code"), max_length=60)
    position = models.PositiveIntegerField(_("position"))
    payload = models.JSONField(_("payload"))
    payload_sha256 = models.CharField(_("SHA-256 of the payload"), max_length=64)
    computed_at = models.DateTimeField(_("computed at"), auto_now_add=True)

    class Meta:
        ordering = ["campaign", "position"]
        verbose_name = _("result table")
        verbose_name_plural = _("result tables")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="result_table_once"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} · {self.code}"


class NeedQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(status=CellStatus.PUBLISHED)

    def measuring(self, measure: str) -> Self:
        return self.filter(measure=measure)

    def of_latest_edition(self) -> Self:
        newest = self.model.objects.order_by("-campaign__reference_date").values("campaign")[:1]
        return self.filter(campaign=newest)


class Need(models.Model):
    """A measured demand of one edition for one profile or skill; immutable, with its n, N and method.

    ``value`` is empty when the cell is hidden (``status``), so no row leaks what the tables hide.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="needs", verbose_name=_("edition"))
    profile = models.ForeignKey(
        "skills.Profile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("profile"),
    )
    skill = models.ForeignKey(
        "skills.Skill", models.PROTECT, null=True, blank=True, related_name="needs", verbose_name=_("skill")
    )
    measure = models.CharField(_("measure"), max_length=20, choices=Measure)
    status = models.CharField(_("status"), max_length=10, choices=CellStatus)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2, null=True, blank=True)
    level = models.DecimalField(
        _("level needed (e-CF, mean)"), max_digits=3, decimal_places=1, null=True, blank=True
    )
    answers = models.PositiveIntegerField(_("companies that answered (n)"))
    population = models.PositiveIntegerField(_("companies in the frame (N)"))
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    method = models.CharField(_("method"), max_length=200)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "measure", "rank"]
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            models.CheckConstraint(
                condition=Q(profile__isnull=True, skill__isnull=False)
                | Q(profile__isnull=False, skill__isnull=True),
                name="need_of_a_profile_or_a_skill",
            ),
            models.CheckConstraint(
                condition=Q(status=CellStatus.PUBLISHED, value__isnull=False)
                | ~Q(status=CellStatus.PUBLISHED)
                & Q(value__isnull=True, level__isnull=True, rank__isnull=True),
                name="hidden_need_has_no_value",
            ),
            models.UniqueConstraint(fields=["campaign", "measure", "profile"], name="need_once_per_profile"),
            models.UniqueConstraint(fields=["campaign", "measure", "skill"], name="need_once_per_skill"),
        ]

    def __str__(self) -> str:
        return f"{self.profile or self.skill} · {self.get_measure_display()} · {self.campaign}"

    @property
    def subject(self):
        return self.profile or self.skill
