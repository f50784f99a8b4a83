from django.contrib import admin
from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from actionplan.models import Indicator, Observation, Target


class TargetInline(TabularInline):
    model = Target
    extra = 0
    tab = True


class ObservationInline(StackedInline, TranslationStackedInline):
    """Add only: the database refuses to change an observation, so a correction is a new one."""

    model = Observation
    extra = 0
    tab = True
    can_delete = False
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        correctable = Observation.objects.filter(indicator=obj) if obj else Observation.objects.none()
        if "supersedes" in formset.form.base_fields:
            formset.form.base_fields["supersedes"].queryset = correctable.standing()
        return formset


@admin.register(Indicator)
class IndicatorAdmin(ModelAdmin, TranslationAdmin):
    list_display = ["name", "code", "level", "last_figure", "actions_of_it"]
    list_filter = [("level", ChoicesDropdownFilter), ("unit", ChoicesDropdownFilter)]
    list_filter_submit = True
    list_per_page = 100
    search_fields = ["code", "name_es", "name_en"]
    autocomplete_fields = ["nodes"]
    inlines = [ObservationInline, TargetInline]
    fieldsets = [
        (None, {"fields": ["plan", "code", "name", "nodes", "position"]}),
        (
            _("What it measures"),
            {"fields": ["level", "unit", "direction", "population", "method", "funnel_step"]},
        ),
    ]

    def get_queryset(self, request):
        standing = Observation.objects.standing().select_related("indicator")
        return (
            super()
            .get_queryset(request)
            .select_related("plan")
            .prefetch_related("nodes", Prefetch("observations", queryset=standing, to_attr="standing"))
        )

    @display(description=_("last figure"), empty_value=_("no data"))
    def last_figure(self, indicator: Indicator) -> str | None:
        if not indicator.standing:
            return None
        latest = indicator.standing[-1]
        return f"{latest.value_text} · {latest.period_label}"

    @display(description=_("actions"), empty_value=_("whole plan"))
    def actions_of_it(self, indicator: Indicator) -> str | None:
        return ", ".join(node.label for node in indicator.nodes.all()) or None
