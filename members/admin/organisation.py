from django.contrib import admin
from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from members.enums import SizeBand
from members.forms import IdentifierForm, MembershipForm, MembershipFormSet, PostForm
from members.models import BY_NAME, Identifier, Membership, Organisation, Post, YearlyFact
from members.validators import compact_identifier

from .filters import MemberNowFilter, MunicipalityFilter, SizeBandFilter

# Fewer characters of a NIF than these name half the register.
SHORTEST_NUMBER = 4


class IdentifierInline(TabularInline):
    model = Identifier
    form = IdentifierForm
    extra = 0
    tab = True
    hide_title = True


class YearlyFactInline(TabularInline):
    model = YearlyFact
    extra = 0
    tab = True
    hide_title = True


class MembershipInline(TabularInline):
    model = Membership
    form = MembershipForm
    formset = MembershipFormSet
    extra = 0
    tab = True
    hide_title = True


class PostInline(TabularInline):
    model = Post
    form = PostForm
    autocomplete_fields = ["person"]
    extra = 0
    tab = True
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "organisation")


@admin.register(Organisation)
class OrganisationAdmin(ModelAdmin, TranslationAdmin):
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
        SizeBandFilter,
        MunicipalityFilter,
        "is_demo",
    ]
    list_filter_submit = True
    list_per_page = 50
    search_fields = [
        "legal_name__unaccent__icontains",
        "trade_name__unaccent__icontains",
    ]
    search_help_text = _("Part of a name, with or without accents, or a NIF.")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    prepopulated_fields = {"slug": ["trade_name"]}
    inlines = [MembershipInline, IdentifierInline, YearlyFactInline, PostInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["legal_name", "trade_name", "slug", "kind", "municipality", "website"],
                "description": _(
                    "One record for each organisation the cluster deals with, member or not. "
                    "The memberships, the identifiers such as the NIF, the people in each year and the "
                    "contacts are in the tabs."
                ),
            },
        ),
        (_("Description"), {"fields": ["description"]}),
        (
            _("Where this comes from"),
            {"fields": ["source_url", "source_note", "source_checked_on", "is_demo"]},
        ),
    ]

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
        named, _repeats = super().get_search_results(request, Organisation.objects.all(), search_term)
        found = Q(pk__in=named.values("pk"))
        number = compact_identifier(search_term)
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
