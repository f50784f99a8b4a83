from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from members.forms import MembershipForm, last_day
from members.models import Membership, MembershipCategory

from .filters import PeriodNowFilter


@admin.register(MembershipCategory)
class MembershipCategoryAdmin(ModelAdmin, TranslationAdmin):
    list_display = ["name", "code"]
    search_fields = ["code", "name_es", "name_en"]
    fieldsets = [
        (
            None,
            {
                "fields": ["code", "name"],
                "description": _("The categories that the statutes of the cluster know, if any."),
            },
        )
    ]


@admin.register(Membership)
class MembershipAdmin(ModelAdmin):
    form = MembershipForm
    list_display = ["organisation", "category", "first_day", "last_day", "end_reason"]
    list_select_related = ["organisation", "category"]
    list_filter = [
        PeriodNowFilter,
        ("category", RelatedDropdownFilter),
        ("end_reason", ChoicesDropdownFilter),
    ]
    list_filter_submit = True
    search_fields = [
        "organisation__legal_name__unaccent__icontains",
        "organisation__trade_name__unaccent__icontains",
    ]
    search_help_text = _("Part of the organisation's name, with or without accents.")
    autocomplete_fields = ["organisation"]
    fieldsets = [
        (
            None,
            {
                "fields": ["organisation", "category", "period", "end_reason"],
                "description": _(
                    "One row for each time an organisation is a member. When it leaves, write the last "
                    "day here; when it comes back, add another row. Nothing is deleted, so the cluster "
                    "of any past day can always be told."
                ),
            },
        )
    ]

    @display(description=_("first day"), ordering="period")
    def first_day(self, membership):
        return membership.period.lower

    @display(description=_("last day"), empty_value=_("Lasts"))
    def last_day(self, membership):
        return last_day(membership.period)
