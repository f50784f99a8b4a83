"""The tabs of an organisation's page."""

from unfold.admin import TabularInline

from members.forms import ActivityForm, IdentifierForm, MembershipForm, MembershipFormSet, PostForm
from members.models import Activity, Identifier, Membership, Post, YearlyFact


class IdentifierInline(TabularInline):
    model = Identifier
    form = IdentifierForm
    extra = 0
    tab = True
    hide_title = True


class ActivityInline(TabularInline):
    model = Activity
    form = ActivityForm
    extra = 0
    tab = True
    hide_title = True


class YearlyFactInline(TabularInline):
    model = YearlyFact
    fields = [
        "year",
        "headcount",
        "women",
        "turnover_band",
        "balance_band",
        "market",
        "research_projects",
        "staff_turnover",
        "source",
    ]
    extra = 0
    tab = True
    hide_title = True


class MembershipInline(TabularInline):
    model = Membership
    form = MembershipForm
    fields = ["category", "number", "period", "join_reason", "end_reason"]
    formset = MembershipFormSet
    extra = 0
    tab = True
    hide_title = True


class PostInline(TabularInline):
    model = Post
    form = PostForm
    autocomplete_fields = ["person"]
    extra = 0
    tab = True
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "organisation")
