from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin
from unfold.decorators import display

from surveys.models import Questionnaire

from .starting import StartsDrafts


@admin.register(Questionnaire)
class QuestionnaireAdmin(StartsDrafts, ModelAdmin, TranslationAdmin):
    list_display = ["title", "code", "newest"]
    search_fields = ["title_es", "title_en", "code"]
    actions_list = ["open_start"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(version_count=Count("versions"))

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []

    def add_view(self, request, form_url="", extra_context=None):
        """A questionnaire begins with its first draft; a title alone would lead nowhere."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return redirect("admin:surveys_questionnaireversion_start")

    @display(description=gettext_lazy("versions"), ordering="version_count")
    def newest(self, questionnaire: Questionnaire):
        url = reverse("admin:surveys_questionnaireversion_changelist")
        number = questionnaire.version_count
        text = ngettext("See its %(number)s version", "See its %(number)s versions", number) % {
            "number": number
        }
        look = "text-primary-600 underline dark:text-primary-400"
        address = f"{url}?questionnaire__id__exact={questionnaire.pk}"
        return format_html('<a class="{}" href="{}">{}</a>', look, address, text)
