from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from training.admin.catalogue import HTTPS_ADDRESSES
from training.models import Outcome


@admin.register(Outcome)
class OutcomeAdmin(ModelAdmin, TranslationAdmin):
    formfield_overrides = HTTPS_ADDRESSES
    empty_help = _("Write down how many enrolled, started, passed and found work, where a source says so.")
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
