from django.contrib import admin
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from members.enums import DirectoryField, SizeBand
from members.forms import OrganisationForm
from members.models import BY_NAME, Identifier, Organisation, Post
from members.validators import compact_identifier

from .bulk import OrganisationActions
from .exchange import ExchangePages
from .filters import ConfirmedFilter, MemberNowFilter, MunicipalityFilter, SizeBandFilter
from .indicators import Indicators
from .inlines import ActivityInline, IdentifierInline, MembershipInline, PostInline, YearlyFactInline
from .merging import MergingPages
from .organisation_user import InviteActions, OrganisationUserInline

# Fewer characters of a NIF than these name half the register.
SHORTEST_NUMBER = 4


@admin.register(Organisation)
class OrganisationAdmin(
    ExchangePages, MergingPages, InviteActions, OrganisationActions, ModelAdmin, TranslationAdmin
):
    form = OrganisationForm
    list_display = [
        "name",
        "kind",
        "municipality",
        "size_band",
        "member_since",
        "survey_contact",
        "demo_mark",
    ]
    list_filter = [
        ("kind", ChoicesDropdownFilter),
        MemberNowFilter,
        ConfirmedFilter,
        SizeBandFilter,
        MunicipalityFilter,
        "is_listed",
        "is_demo",
    ]
    list_filter_submit = True
    list_per_page = 50
    # Says that there is a search; get_search_results does it.
    search_fields = ["legal_name"]
    search_help_text = _("Part of a name, with or without accents, or a NIF.")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    prepopulated_fields = {"slug": ["trade_name"]}
    autocomplete_fields = ["technologies"]
    actions = [*OrganisationActions.actions, "invite_contacts"]
    inlines = [
        MembershipInline,
        IdentifierInline,
        ActivityInline,
        YearlyFactInline,
        PostInline,
        OrganisationUserInline,
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("legal_name", "trade_name"),
                    "other_names",
                    ("kind", "municipality"),
                    "slug",
                    "website",
                    ("contact_email", "contact_phone"),
                ],
                "description": _(
                    "One record for each organisation the cluster deals with, member or not. "
                    "The memberships, the identifiers such as the NIF, the activities, the figures of each "
                    "year and the contacts are in the tabs. Leave empty what is not known."
                ),
            },
        ),
        (_("What it does"), {"fields": ["description", "technologies"]}),
        (
            _("Directory"),
            {
                "fields": ["is_listed", *(f"audience_{field}" for field in DirectoryField)],
                "classes": ["collapse"],
                "description": _(
                    "Who may read each field in the public directory. A sole trader's NIF and legal name "
                    "are never shown, whatever is chosen here."
                ),
            },
        ),
        (
            _("Where this comes from"),
            {"fields": ["source_url", "source_note", "source_checked_on", "is_demo"]},
        ),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(Indicators.as_view(model_admin=self))
        return [path("indicators/", view, name="members_organisation_indicators"), *super().get_urls()]

    def get_queryset(self, request):
        today = timezone.localdate()
        contacts = Post.objects.survey_contacts().current(today).select_related("person")
        return (
            super()
            .get_queryset(request)
            .with_headcount()
            .with_member_since(today)
            .prefetch_related(Prefetch("posts", queryset=contacts, to_attr="survey_contacts"))
        )

    def get_search_results(self, request, queryset, search_term):
        """Find by name, or by a NIF however it was typed: B-64.717.838 as well as b64717838."""
        term = search_term.replace("\0", " ").strip()
        if not term:
            return queryset, False
        found = Q(pk__in=Organisation.objects.named(term).order_by().values("pk"))
        number = compact_identifier(term)
        if len(number) >= SHORTEST_NUMBER:
            found |= Q(pk__in=Identifier.objects.filter(value__startswith=number).values("organisation"))
        return queryset.filter(found), False

    @display(description=_("organisation"), ordering=BY_NAME)
    def name(self, organisation):
        return str(organisation)

    @display(description=_("people"), ordering="headcount")
    def size_band(self, organisation):
        return SizeBand.of(organisation.headcount).label

    @display(description=_("member since"), ordering="member_since", empty_value=_("Not a member"))
    def member_since(self, organisation):
        since = organisation.member_since
        return date_format(since, "SHORT_DATE_FORMAT") if since else None

    @display(description=_("survey contact"), empty_value=_("Nobody yet"))
    def survey_contact(self, organisation):
        return ", ".join(str(post.person) for post in organisation.survey_contacts) or None

    @display(description=_("demo"), ordering="is_demo", label="warning")
    def demo_mark(self, organisation):
        return _("Demo") if organisation.is_demo else None
