from django.contrib import admin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RadioFilter
from unfold.decorators import display

from members.forms import AgreementForm, last_day
from members.models import Agreement


class AgreementStateFilter(RadioFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("in_force", _("In force")),
            ("expiring", _("About to end")),
            ("lapsed", _("Ended without renewal")),
            ("ended", _("Ended")),
        ]

    def queryset(self, request, queryset):
        states = {choice for choice, _label in self.lookup_choices}
        return getattr(queryset, self.value())(timezone.localdate()) if self.value() in states else queryset


@admin.register(Agreement)
class AgreementAdmin(ModelAdmin, TranslationAdmin):
    form = AgreementForm
    list_display = ["title", "kind", "with_whom", "signed_on", "last_day", "state", "is_demo"]
    list_filter = [AgreementStateFilter, ("kind", ChoicesDropdownFilter), "is_demo"]
    list_filter_submit = True
    search_fields = [
        "title_es__unaccent__icontains",
        "title_en__unaccent__icontains",
        "parties__legal_name__unaccent__icontains",
        "parties__trade_name__unaccent__icontains",
    ]
    search_help_text = _("Part of the title or of a party's name, with or without accents.")
    autocomplete_fields = ["parties", "renews"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (
            None,
            {
                "fields": ["title", "kind", "parties", "signed_on", "period"],
                "description": _(
                    "One row for each agreement that was signed. A renewal is a new row that names the "
                    "one it renews, so the history stays."
                ),
            },
        ),
        (
            _("Before it ends"),
            {
                "fields": ["notice_days", "renews_itself", "renews", "is_filed"],
                "description": _("The overview warns in time, and goes on warning until it is settled."),
            },
        ),
        (_("What it says"), {"fields": ["summary", "document_url", "source_url", "is_demo"]}),
    ]

    def get_queryset(self, request):
        today = timezone.localdate()
        expiring = Agreement.objects.expiring(today).filter(pk=models.OuterRef("pk"))
        queryset = super().get_queryset(request).prefetch_related("parties")
        return queryset.annotate(is_expiring=models.Exists(expiring))

    @display(description=_("with"))
    def with_whom(self, agreement):
        return ", ".join(map(str, agreement.parties.all())) or None

    @display(description=_("last day"), ordering="period__endswith", empty_value=_("No end"))
    def last_day(self, agreement):
        return last_day(agreement.period)

    @display(
        description=_("state"),
        label={"in_force": "success", "expiring": "warning", "ended": "info", "future": "info"},
    )
    def state(self, agreement):
        today = timezone.localdate()
        if agreement.is_expiring:
            return "expiring", _("About to end")
        if agreement.period.lower > today:
            return "future", _("Not yet in force")
        if agreement.period.upper and agreement.period.upper <= today:
            return "ended", _("Ended")
        return "in_force", _("In force")
