from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin
from unfold.decorators import display

from surveys.models import Questionnaire


@admin.register(Questionnaire)
class QuestionnaireAdmin(ModelAdmin, TranslationAdmin):
    list_display = ["title", "code", "newest"]
    search_fields = ["title_es", "title_en", "code"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(version_count=Count("versions"))

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []

    @display(description=gettext_lazy("versions"), ordering="version_count")
    def newest(self, questionnaire: Questionnaire):
        url = reverse("admin:surveys_questionnaireversion_changelist")
        text = questionnaire.version_count
        return format_html('<a href="{}?questionnaire__id__exact={}">{}</a>', url, questionnaire.pk, text)
