from django.contrib import admin
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from training.admin.catalogue import HTTPS_ADDRESSES
from training.models import Outcome


@admin.register(Outcome)
class OutcomeAdmin(ModelAdmin, TranslationAdmin):
    formfield_overrides = HTTPS_ADDRESSES
    list_display = ["title", "scope", "enrolled", "started", "passed", "source_checked_on"]
    list_filter = [("scope", ChoicesDropdownFilter)]
    search_fields = ["title_es__unaccent__icontains", "offers__name_es__unaccent__icontains"]
    autocomplete_fields = ["offers"]
    raw_id_fields = ["edition"]
    fields = [
        "title",
        ("scope", "is_demo"),
        "offers",
        "edition",
        ("enrolled", "started", "passed"),
        ("in_work_6m", "in_work_6m_share"),
        ("in_work_12m", "in_work_12m_share"),
        "note",
        "source_url",
        ("source_note", "source_checked_on"),
    ]
