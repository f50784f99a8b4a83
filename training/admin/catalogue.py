from django.contrib import admin
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import action, display

from members.panel.bulk_pages import BulkRefused, ask
from training.actions import OfferError, mark_checked, publish_offers, unpublish_offers
from training.enums import OfferStatus
from training.forms import OfferForm
from training.models import Edition, Offer, OfferProfile, OfferSkill, Provider, Synonym

from .duplicates import FindsDuplicates
from .exchange import OfferExchange
from .filters import ConfirmedFilter, LinksFilter
from .origins import NotesOrigins

HTTPS_ADDRESSES = {models.URLField: {"assume_scheme": "https"}}
STATUS_COLOURS = {
    OfferStatus.DRAFT: "info",
    OfferStatus.IN_REVIEW: "warning",
    OfferStatus.PUBLISHED: "success",
    OfferStatus.ARCHIVED: "danger",
}


@admin.register(Provider)
class ProviderAdmin(ModelAdmin):
    formfield_overrides = HTTPS_ADDRESSES
    ordering = ["organisation__trade_name", "organisation__legal_name"]
    list_display = ["organisation", "provider_type", "offer_count", "is_trusted", "contact_url"]
    list_filter = [("provider_type", ChoicesDropdownFilter), "is_trusted"]
    list_select_related = ["organisation"]
    search_fields = [
        "organisation__trade_name__unaccent__icontains",
        "organisation__legal_name__unaccent__icontains",
    ]
    autocomplete_fields = ["organisation"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(offer_count=Count("offers"))

    @display(description=_("offers"), ordering="offer_count")
    def offer_count(self, provider):
        return provider.offer_count


class EditionInline(StackedInline, TranslationStackedInline):
    model = Edition
    formfield_overrides = HTTPS_ADDRESSES
    extra = 0
    tab = True
    fields = [
        ("name_es", "name_en"),
        ("application_start_date", "application_deadline"),
        ("start_date", "end_date"),
        ("event_status", "course_mode"),
        ("in_language", "funded_by"),
        ("price_category", "price"),
        "municipality",
        ("places", "places_left"),
        ("waiting_list", "places_told_on"),
        "enrol_url",
        ("source_url", "source_checked_on"),
    ]


class LinkInline(TabularInline):
    extra = 0
    tab = True
    hide_title = True


class OfferSkillInline(LinkInline):
    model = OfferSkill
    autocomplete_fields = ["skill"]
    fields = ["skill", "level_reached", "origin", "confirmed_on"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("offer", "skill")


class OfferProfileInline(LinkInline):
    model = OfferProfile
    autocomplete_fields = ["profile"]
    fields = ["profile", "origin", "confirmed_on"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("offer", "profile")


@admin.register(Offer)
class OfferAdmin(FindsDuplicates, OfferExchange, NotesOrigins, ModelAdmin, TranslationAdmin):
    form = OfferForm
    formfield_overrides = HTTPS_ADDRESSES
    list_display = [
        "name",
        "show_status",
        "provider",
        "course_mode",
        "price_category",
        "confirmed_skills",
        "source_checked_on",
    ]
    list_filter = [
        ("status", ChoicesDropdownFilter),
        ("provider", RelatedDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("course_mode", ChoicesDropdownFilter),
        ("price_category", ChoicesDropdownFilter),
        ("source_checked_on", admin.EmptyFieldListFilter),
        ConfirmedFilter,
        LinksFilter,
    ]
    list_filter_submit = True
    list_select_related = ["provider__organisation"]
    list_per_page = 50
    search_fields = [
        "name_es__unaccent__icontains",
        "name_en__unaccent__icontains",
        "course_code",
        "certificate_code",
        "provider__organisation__legal_name__unaccent__icontains",
    ]
    search_help_text = _("Part of the name in either language, a code or the provider.")
    autocomplete_fields = ["provider"]
    prepopulated_fields = {"slug": ("name_es",)}
    actions = ["publish", "unpublish", "check_today", "release"]
    inlines = [EditionInline, OfferSkillInline, OfferProfileInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "provider", ("status", "is_demo"), ("kind", "course_code")]}),
        (
            _("Texts"),
            {
                "classes": ["tab"],
                "fields": [
                    "abstract",
                    "description",
                    "learning_outcomes",
                    "syllabus",
                    "prerequisites",
                    "required_equipment",
                    "assessment",
                    "accessibility",
                    "credential",
                ],
            },
        ),
        (
            _("Facts"),
            {
                "classes": ["tab"],
                "description": _(
                    "Leave empty what is not known: the public reads “to be confirmed”. Never guess."
                ),
                "fields": [
                    "audience",
                    ("course_mode", "municipality"),
                    ("price_category", "price"),
                    ("funded_by", "credential_type"),
                    "credential_price",
                    ("learning_hours", "in_language"),
                    ("level", "eqf_level"),
                    "url",
                ],
            },
        ),
        (
            _("Regulated title"),
            {
                "classes": ["tab"],
                "fields": [
                    "regulation_type",
                    ("regulation_ref", "boe_id"),
                    ("professional_family", "certificate_code"),
                ],
            },
        ),
        (
            _("Source"),
            {
                "classes": ["tab"],
                "description": _("Where these facts come from and when somebody last read it there."),
                "fields": ["source_url", "source_note", ("source_checked_on", "confirmed_on")],
            },
        ),
    ]

    def get_queryset(self, request):
        confirmed = Count("offer_skills", filter=Q(offer_skills__confirmed_on__isnull=False))
        return (
            super()
            .get_queryset(request)
            .without_search_columns()
            .annotate(skill_count=Count("offer_skills"), confirmed_count=confirmed)
        )

    @display(description=_("status"), ordering="status", label=STATUS_COLOURS)
    def show_status(self, offer):
        return offer.status, offer.get_status_display()

    @display(description=_("skills confirmed"), ordering="confirmed_count")
    def confirmed_skills(self, offer):
        return _("%(confirmed)d of %(all)d") % {"confirmed": offer.confirmed_count, "all": offer.skill_count}

    @action(description=_("Publish"), permissions=["change"])
    def publish(self, request, queryset):
        return ask(
            self,
            request,
            queryset,
            title=_("Publish"),
            lead=_(
                "Everybody will find these offers in the catalogue. Each must say where its facts come from."
            ),
            fields=["status"],
            perform=publish_these,
        )

    @action(description=_("Take back to draft"), permissions=["change"])
    def unpublish(self, request, queryset):
        return ask(
            self,
            request,
            queryset,
            title=_("Take back to draft"),
            lead=_("These offers leave the catalogue; their pages answer no more."),
            fields=["status"],
            perform=lambda keys, data: unpublish_offers(Offer.objects.filter(pk__in=keys)),
        )

    @action(description=_("Source checked today"), permissions=["change"])
    def check_today(self, request, queryset):
        return ask(
            self,
            request,
            queryset,
            title=_("Source checked today"),
            lead=_("Their pages will say that somebody read the source today."),
            fields=["source_checked_on"],
            perform=lambda keys, data: mark_checked(
                Offer.objects.filter(pk__in=keys), day=timezone.localdate()
            ),
        )


def publish_these(keys, data) -> None:
    try:
        publish_offers(Offer.objects.filter(pk__in=keys))
    except OfferError as error:
        raise BulkRefused(str(error)) from error


@admin.register(Synonym)
class SynonymAdmin(ModelAdmin):
    list_display = ["__str__", "language"]
    list_filter = ["language"]
    search_fields = ["words__icontains"]
    # Spanish first, as everywhere.
    ordering = ["-language", "words"]
    fields = ["language", "words"]
