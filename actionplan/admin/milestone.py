from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from actionplan.models import Milestone

from .filters import LateMilestoneFilter


@admin.register(Milestone)
class MilestoneAdmin(ModelAdmin, TranslationAdmin):
    list_display = ["title", "node", "status", "due_date", "fulfilled_on"]
    list_select_related = ["node"]
    list_filter = [LateMilestoneFilter, ("status", ChoicesDropdownFilter)]
    list_filter_submit = True
    ordering = ["due_date", "node", "position"]
    search_fields = ["title_es", "title_en", "node__code"]
    search_help_text = _("Part of the title, or the code of the action.")
    autocomplete_fields = ["node"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (None, {"fields": ["node", "title", "due_date", "status"]}),
        (
            _("When it was fulfilled"),
            {
                "fields": ["fulfilled_on", "fulfilled_on_note", "evidence_url", "evidence_note"],
                "description": _("A fulfilled milestone needs its evidence: an address or a sentence."),
            },
        ),
    ]
