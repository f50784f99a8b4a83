from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .profile import Profile
from .skill import Skill


class DemandQuerySet(models.QuerySet):
    def of_latest_edition(self) -> Self:
        """Keep the rows of the edition with the newest reference date."""
        newest = self.model.objects.order_by("-reference_date", "-edition").values("edition")[:1]
        return self.filter(edition=newest)

    def for_profiles(self) -> Self:
        return self.filter(profile__isnull=False)

    def for_skills(self) -> Self:
        return self.filter(skill__isnull=False)


class Demand(models.Model):
    """What one published survey edition says of one profile or skill: n of N companies ask for it.

    Written by the survey when an edition's needs are published and read by the
    training catalogue, so that neither app imports the other.
    """

    edition = models.SlugField(_("edition"), max_length=20)
    edition_label = models.CharField(_("edition label"), max_length=120)
    reference_date = models.DateField(_("reference date"))
    profile = models.ForeignKey(
        Profile, models.CASCADE, null=True, blank=True, related_name="demands", verbose_name=_("profile")
    )
    skill = models.ForeignKey(
        Skill, models.CASCADE, null=True, blank=True, related_name="demands", verbose_name=_("skill")
    )
    companies = models.PositiveIntegerField(_("companies that ask for it"))
    answers = models.PositiveIntegerField(_("companies that answered (n)"))
    population = models.PositiveIntegerField(_("companies in the frame (N)"))
    level = models.DecimalField(
        _("level needed (e-CF, mean)"), max_digits=3, decimal_places=1, null=True, blank=True
    )
    rank = models.PositiveIntegerField(_("rank"))
    study_path = models.CharField(_("path of the study"), max_length=200)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = DemandQuerySet.as_manager()

    class Meta:
        ordering = ["-reference_date", "rank"]
        verbose_name = _("demand")
        verbose_name_plural = _("demand")
        constraints = [
            models.CheckConstraint(
                condition=Q(profile__isnull=True, skill__isnull=False)
                | Q(profile__isnull=False, skill__isnull=True),
                name="demand_of_a_profile_or_a_skill",
            ),
            models.CheckConstraint(
                condition=Q(companies__lte=F("answers"), answers__lte=F("population")),
                name="demand_counts_nested",
            ),
            models.UniqueConstraint(fields=["edition", "profile"], name="demand_once_per_profile"),
            models.UniqueConstraint(fields=["edition", "skill"], name="demand_once_per_skill"),
        ]

    def __str__(self) -> str:
        return f"{self.profile or self.skill} · {self.edition}"

    @property
    def share(self) -> float:
        """Companies that ask for it over companies that answered, 0 to 1."""
        return self.companies / self.answers if self.answers else 0.0
