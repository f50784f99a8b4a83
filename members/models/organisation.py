from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Expression, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.enums import Audience, DirectoryField, EuBand, OrganisationKind, SizeBand
from members.permissions import EDIT, audience_of, roles_with
from members.sizes import EU_BAND, SURVEY_BAND
from members.validators import validate_visibility

from .words import ALL_NAMES, BY_NAME, DIRECTORY_TEXTS, Fold


class OrganisationQuerySet(models.QuerySet):
    def accessible_to(self, user) -> Self:
        """Keep those the user has any role in; all of them for the cluster's team."""
        if user.is_active and user.is_staff and user.has_perm("members.view_organisation"):
            return self
        return self.filter(accounts__user=user) if user.is_authenticated and user.is_active else self.none()

    def editable_by(self, user) -> Self:
        """Keep those whose data the user may change."""
        if user.is_active and user.is_staff and user.has_perm("members.change_organisation"):
            return self
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(accounts__user=user, accounts__role__in=roles_with(EDIT))

    def members_on(self, day: date) -> Self:
        """Keep the organisations with a membership period that contains ``day``."""
        return self.filter(memberships__period__contains=day)

    def in_directory(self, day: date) -> Self:
        """Keep what the directory lists on ``day``: members, save the hidden ones."""
        return self.members_on(day).filter(is_listed=True)

    def unconfirmed(self, day: date) -> Self:
        """Keep the members that have not confirmed their data in the year of ``day``."""
        confirmations = self.model._meta.get_field("confirmations").related_model.objects
        return self.members_on(day).exclude(pk__in=confirmations.filter(year=day.year).values("organisation"))

    def visible_to(self, user, day: date) -> Self:
        """Keep the organisations whose page in the directory ``user`` may open."""
        return self if audience_of(user) == Audience.MANAGER else self.in_directory(day)

    def named(self, text: str) -> Self:
        """Keep those one of whose names has every word of ``text``, accents and capitals aside."""
        return self.annotate(all_names=ALL_NAMES).with_words("all_names", text)

    def saying(self, text: str, audience: Audience) -> Self:
        """Keep those in whose directory entry, as ``audience`` may read it, every word of ``text`` occurs."""
        return self.annotate(directory_text=DIRECTORY_TEXTS[audience]).with_words("directory_text", text)

    def with_words(self, field: str, text: str) -> Self:
        found = self
        for word in text.split():
            found = found.filter(**{f"{field}__contains": Fold(Value(word))})
        return found

    def with_headcount(self) -> Self:
        """Annotate ``headcount``: the newest known figure, or None."""
        return self.annotate(headcount=self.newest(F("headcount")))

    def with_survey_band(self) -> Self:
        """Annotate the survey's band of the newest known headcount, or None."""
        return self.annotate(survey_band=self.newest(SURVEY_BAND))

    def with_size(self) -> Self:
        """Annotate the newest known headcount and, from its year, the survey's band and the EU's."""
        unknown = Value(EuBand.UNKNOWN.value)
        return self.with_headcount().annotate(
            survey_band=Coalesce(self.newest(SURVEY_BAND), unknown),
            eu_band=Coalesce(self.newest(EU_BAND), unknown),
        )

    def newest(self, expression: Expression) -> Subquery:
        """Return ``expression`` of the newest yearly fact that knows the people."""
        facts = self.model._meta.get_field("facts").related_model.objects
        known = facts.filter(organisation=OuterRef("pk"), headcount__isnull=False)
        return Subquery(known.order_by("-year").annotate(found=expression).values("found")[:1])

    def in_size_band(self, band: SizeBand) -> Self:
        """Keep the organisations whose newest known headcount falls in ``band``."""
        if band.limits is None:
            return self.with_headcount().filter(headcount__isnull=True)
        return self.with_headcount().filter(headcount__range=band.limits)

    def with_member_since(self, day: date) -> Self:
        """Annotate ``member_since``: first day of the membership that contains ``day``, or None."""
        current = self.model._meta.get_field("memberships").related_model.objects.filter(
            organisation=OuterRef("pk"), period__contains=day
        )
        return self.annotate(member_since=Subquery(current.values("period__startswith")[:1]))


class Organisation(models.Model):
    """Any company, university, centre or public body, whatever its relation to the cluster."""

    legal_name = models.CharField(_("legal name"), max_length=200)
    trade_name = models.CharField(
        _("trade name"), max_length=200, blank=True, help_text=_("The name people use, if it is another.")
    )
    other_names = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("other names"),
        default=list,
        blank=True,
        help_text=_("Former names, brands or initials by which people look for it, separated by semicolons."),
    )
    slug = models.SlugField(_("address in the directory"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind, db_index=True)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True, db_index=True)
    website = models.URLField(_("website"), blank=True)
    contact_email = models.EmailField(
        _("contact e-mail"), blank=True, help_text=_("A general address, not a person's.")
    )
    contact_phone = models.CharField(_("contact phone"), max_length=30, blank=True)
    description = models.TextField(_("description"), blank=True)
    technologies = models.ManyToManyField(
        "skills.Skill",
        verbose_name=_("technologies"),
        blank=True,
        related_name="organisations",
        help_text=_("What it works with, in the words that the survey and the catalogue use too."),
    )
    is_listed = models.BooleanField(
        _("in the directory"),
        default=True,
        help_text=_("While it is a member, the public directory lists it. Untick to hide it altogether."),
    )
    visibility = models.JSONField(
        _("who may read each field"), default=dict, blank=True, validators=[validate_visibility]
    )
    source_url = models.URLField(
        _("source"), max_length=400, blank=True, help_text=_("Page on which these facts were read.")
    )
    source_note = models.CharField(_("source, in words"), max_length=300, blank=True)
    source_checked_on = models.DateField(_("source checked on"), null=True, blank=True)
    is_demo = models.BooleanField(
        _("demo"), default=False, help_text=_("Invented for the demonstration; every page says so.")
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = [BY_NAME]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [
            models.Index(BY_NAME, "id", name="organisation_by_name"),
            # Which are listed, and where, is read without their rows.
            models.Index(
                fields=["id"],
                include=["municipality"],
                condition=models.Q(is_listed=True),
                name="organisation_listed",
            ),
        ]

    def __str__(self) -> str:
        return self.trade_name or self.legal_name

    def get_absolute_url(self) -> str:
        return reverse("members:organisation-detail", args=[self.slug])

    def audience_for(self, field: DirectoryField) -> Audience:
        """Return the widest audience that may read ``field``; what is stored wrongly is for managers only."""
        if field in SOLE_TRADER_SECRETS and self.kind == OrganisationKind.SELF_EMPLOYED:
            return Audience.MANAGER
        level = self.visibility.get(field)
        if level is None:
            return field.default_audience
        return Audience(level) if level in Audience.values else Audience.MANAGER

    def shows(self, field: DirectoryField, audience: Audience) -> bool:
        return self.audience_for(field) in audience.may_read


# A sole trader's are a person's.
SOLE_TRADER_SECRETS = {DirectoryField.NIF, DirectoryField.LEGAL_NAME}
