from django.contrib import admin
from django.db import models
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from actionplan.enums import NodeKind
from actionplan.models import Plan

from .gap_board import GapAction, GapBoard


@admin.register(Plan)
class PlanAdmin(ModelAdmin, TranslationAdmin):
    list_display = ["title", "code", "status", "is_public", "actions_count"]
    search_fields = ["code", "title_es", "title_en"]
    actions_list = ["open_gaps"]
    actions_detail = ["open_gaps_of_plan"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (None, {"fields": ["code", "title", "summary", "period", "status", "is_public", "source_url"]})
    ]

    def get_queryset(self, request):
        of_actions = Count("nodes", filter=Q(nodes__kind=NodeKind.ACTION))
        return super().get_queryset(request).annotate(action_count=of_actions)

    def get_urls(self):
        board = self.admin_site.admin_view(GapBoard.as_view(model_admin=self))
        to_action = self.admin_site.admin_view(GapAction.as_view(model_admin=self))
        return [
            path("gaps/", board, name="actionplan_plan_gaps"),
            path("gaps/<int:need>/", to_action, name="actionplan_plan_gap_action"),
            *super().get_urls(),
        ]

    @display(description=_("actions"), ordering="action_count")
    def actions_count(self, plan: Plan) -> int:
        return plan.action_count

    @action(description=_("Gap board"), url_path="open-gaps", icon="join_inner")
    def open_gaps(self, request):
        return redirect("admin:actionplan_plan_gaps")

    @action(description=_("Gap board"), url_path="open-gaps-of-plan", icon="join_inner")
    def open_gaps_of_plan(self, request, object_id):
        return redirect("admin:actionplan_plan_gaps")
