from django.contrib import admin
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from members.forms import MembershipForm, last_day
from members.models import Membership, MembershipCategory, Organisation

from .bulk import MembershipActions
from .filters import PeriodNowFilter


@admin.register(MembershipCategory)
class MembershipCategoryAdmin(ModelAdmin, TranslationAdmin):
    list_display = ["name", "code", "votes", "members_now", "is_demo"]
    search_fields = ["code", "name_es", "name_en"]
    fieldsets = [
        (
            None,
            {
                "fields": ["code", "name", "votes", "is_demo"],
                "description": _("The categories that the statutes of the cluster know, if any."),
            },
        )
    ]

    def get_queryset(self, request):
        current = Q(memberships__period__contains=timezone.localdate())
        return super().get_queryset(request).annotate(members_now=Count("memberships", filter=current))

    @display(description=_("members today"), ordering="members_now")
    def members_now(self, category):
        return category.members_now


@admin.register(Membership)
class MembershipAdmin(MembershipActions, ModelAdmin):
    form = MembershipForm
    list_display = [
        "organisation",
        "number",
        "category",
        "first_day",
        "last_day",
        "join_reason",
        "end_reason",
    ]
    list_select_related = ["organisation", "category"]
    list_filter = [
        PeriodNowFilter,
        ("category", RelatedDropdownFilter),
        ("join_reason", ChoicesDropdownFilter),
        ("end_reason", ChoicesDropdownFilter),
    ]
    list_filter_submit = True
    # Says that there is a search; get_search_results does it.
    search_fields = ["number"]
    search_help_text = _("Part of the organisation's name, with or without accents, or a member number.")
    autocomplete_fields = ["organisation"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "organisation",
                    ("category", "number"),
                    "period",
                    ("join_reason", "end_reason"),
                    "note",
                ],
                "description": _(
                    "One row for each time an organisation is a member. When it leaves, write the last "
                    "day here; when it comes back, add another row. Nothing is deleted, so the cluster "
                    "of any past day can always be told."
                ),
            },
        )
    ]

    def get_search_results(self, request, queryset, search_term):
        term = search_term.replace("\0", " ").strip()
        if not term:
            return queryset, False
        named = Organisation.objects.named(term).order_by().values("pk")
        return queryset.filter(Q(organisation__in=named) | Q(number__iexact=term)), False

    @display(description=_("first day"), ordering="period")
    def first_day(self, membership):
        return membership.period.lower

    @display(description=_("last day"), empty_value=_("Lasts"))
    def last_day(self, membership):
        return last_day(membership.period)
