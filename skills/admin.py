from django.contrib import admin
from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from skills.models import Demand, Occupation, Profile, ProfileSkill, Skill

ESCO_HELP = _(
    "The concept's address in ESCO, the European classification of occupations and skills. "
    "Leave it empty for a term that ESCO does not have."
)


class ProfileSkillInline(TabularInline):
    model = ProfileSkill
    autocomplete_fields = ["skill"]
    extra = 0
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("profile", "skill")


HTTPS_ADDRESSES = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Skill)
class SkillAdmin(ModelAdmin, TranslationAdmin):
    formfield_overrides = HTTPS_ADDRESSES
    list_display = ["label", "domain", "code", "in_esco", "profile_count"]
    list_filter = [("domain", ChoicesDropdownFilter), ("esco_uri", admin.EmptyFieldListFilter)]
    search_fields = ["code", "label_es__unaccent__icontains", "label_en__unaccent__icontains", "esco_uri"]
    search_help_text = _("Part of the name in either language, the code or the ESCO address.")
    fieldsets = [
        (
            None,
            {
                "fields": ["code", "label", "domain", "description", "aliases"],
                "description": _(
                    "Companies ask for these skills in the survey and training offers teach them. The "
                    "names are short and the cluster's own. The code stays for ever: it keeps one "
                    "edition comparable with the next."
                ),
            },
        ),
        (_("ESCO"), {"fields": ["esco_uri"], "description": ESCO_HELP}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(profile_count=Count("profile_skills"))

    @display(description=_("in ESCO"), boolean=True)
    def in_esco(self, skill):
        return bool(skill.esco_uri)

    @display(description=_("profiles that need it"), ordering="profile_count")
    def profile_count(self, skill):
        return skill.profile_count


@admin.register(Occupation)
class OccupationAdmin(ModelAdmin, TranslationAdmin):
    formfield_overrides = HTTPS_ADDRESSES
    list_display = ["label", "esco_code", "isco_group"]
    list_filter = ["isco_group"]
    search_fields = [
        "esco_code",
        "label_es__unaccent__icontains",
        "label_en__unaccent__icontains",
        "esco_uri",
    ]
    fieldsets = [
        (None, {"fields": ["label", "esco_uri", "esco_code", "isco_group"], "description": ESCO_HELP})
    ]


@admin.register(Profile)
class ProfileAdmin(ModelAdmin, TranslationAdmin):
    list_display = ["label", "study_group", "code", "occupation", "skill_count"]
    list_select_related = ["occupation"]
    list_filter = [("study_group", ChoicesDropdownFilter)]
    search_fields = ["code", "label_es__unaccent__icontains", "label_en__unaccent__icontains"]
    autocomplete_fields = ["occupation"]
    inlines = [ProfileSkillInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["code", "label", "study_group", "description"],
                "description": _(
                    "A profile is an occupation plus the skills that make it, such as a programmer who "
                    "works with AI. Companies count their people by profile in the survey. The code "
                    "stays for ever: it keeps one edition comparable with the next."
                ),
            },
        ),
        (
            _("In other classifications"),
            {
                "fields": ["occupation", "cno_code", "cen_role"],
                "description": _("Leave empty what has not been checked in the classification itself."),
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(skill_count=Count("profile_skills"))

    @display(description=_("skills"), ordering="skill_count")
    def skill_count(self, profile):
        return profile.skill_count


@admin.register(Demand)
class DemandAdmin(ModelAdmin):
    """What published editions say; written by the survey alone, so it is only shown."""

    list_display = ["subject", "edition_label", "companies", "answers", "population", "level", "rank"]
    list_select_related = ["profile", "skill"]
    list_filter = ["edition", "is_demo"]

    @display(description=_("profile or skill"))
    def subject(self, demand):
        return demand.profile or demand.skill

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
