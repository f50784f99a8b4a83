from django.db import models
from django.utils.translation import gettext_lazy as _

from skills.enums import SkillRelation, StudyGroup

from .skill import Skill


class Occupation(models.Model):
    """An ESCO occupation, named by its URI; its labels may change between releases."""

    esco_uri = models.URLField(_("ESCO URI"), unique=True)
    esco_code = models.CharField(_("ESCO code"), max_length=20)
    isco_group = models.CharField(_("ISCO-08 group"), max_length=4, db_index=True)
    label = models.CharField(_("label"), max_length=200)

    class Meta:
        ordering = ["esco_code"]
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")

    def __str__(self) -> str:
        return self.label


class Profile(models.Model):
    """A professional profile companies hire: an occupation plus the skills that make it."""

    code = models.SlugField(_("code"), unique=True)
    label = models.CharField(_("label"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    study_group = models.CharField(_("study group"), max_length=20, choices=StudyGroup)
    occupation = models.ForeignKey(
        Occupation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="profiles",
        verbose_name=_("occupation"),
    )
    cno_code = models.CharField(_("CNO-11 code"), max_length=4, blank=True)
    cen_role = models.CharField(_("European ICT role (CWA 16458)"), max_length=80, blank=True)
    skills = models.ManyToManyField(Skill, through="ProfileSkill", related_name="profiles")

    class Meta:
        ordering = ["study_group", "code"]
        verbose_name = _("professional profile")
        verbose_name_plural = _("professional profiles")

    def __str__(self) -> str:
        return self.label


class ProfileSkill(models.Model):
    """A skill that a profile needs, essential or optional."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="profile_skills")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="profile_skills")
    relation = models.CharField(
        _("relation"), max_length=10, choices=SkillRelation, default=SkillRelation.ESSENTIAL
    )

    class Meta:
        ordering = ["profile", "relation", "skill"]
        verbose_name = _("skill of a profile")
        verbose_name_plural = _("skills of profiles")
        constraints = [
            models.UniqueConstraint(fields=["profile", "skill"], name="profile_skill_once"),
        ]

    def __str__(self) -> str:
        return f"{self.profile} · {self.skill}"
