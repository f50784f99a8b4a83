"""The register of processing, what people said about it, and what has been kept long enough."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TabbedTranslationAdmin
from unfold.admin import ModelAdmin
from unfold.decorators import action

from privacy.models import Consent, Purpose
from privacy.retention import due_for_clearing


@admin.register(Purpose)
class PurposeAdmin(ModelAdmin, TabbedTranslationAdmin):
    list_display = ["name", "basis", "retention_months", "is_published"]
    actions_list = ["retention"]

    @action(description=_("What would be cleared"), url_path="retention", permissions=["view"])
    def retention(self, request: HttpRequest) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": _("What would be cleared"),
            "opts": self.opts,
            "due": due_for_clearing(),
        }
        return TemplateResponse(request, "admin/privacy/retention.html", context)


@admin.register(Consent)
class ConsentAdmin(ModelAdmin):
    empty_help = _("What people agreed to, and when they took it back, appears here.")
    list_display = ["person", "purpose", "given_at", "withdrawn_at"]
    list_filter = ["purpose"]
    list_select_related = ["person", "purpose"]
    autocomplete_fields = ["person"]
    search_fields = ["person__family_name__unaccent__icontains", "person__work_email"]
