from django.contrib import admin
from django.db import models
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from actionplan.enums import NodeKind, NodeStatus, PartyRole
from actionplan.models import Milestone, Node, NodeNeed, NodeOffer, NodeParty
from actionplan.models.plan import tree_path

from .filters import OverdueFilter


class PartyInline(TabularInline):
    model = NodeParty
    extra = 0
    tab = True


class MilestoneInline(StackedInline, TranslationStackedInline):
    model = Milestone
    extra = 0
    tab = True
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class NeedInline(TabularInline):
    """The evidence; needs are added from the gap board, where their figures are in view."""

    model = NodeNeed
    extra = 0
    tab = True
    fields = ["need", "rationale"]
    readonly_fields = ["need"]

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("need__campaign", "need__profile", "need__skill")


class OfferInline(TabularInline):
    model = NodeOffer
    extra = 0
    tab = True


@admin.register(Node)
class NodeAdmin(ModelAdmin, TranslationAdmin):
    list_display = ["place", "kind", "state", "due", "lead", "is_public"]
    list_filter = [
        OverdueFilter,
        ("status", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("provenance", ChoicesDropdownFilter),
        ("plan", RelatedDropdownFilter),
        "is_public",
    ]
    list_filter_submit = True
    list_per_page = 200
    search_fields = ["code", "title_es", "title_en"]
    search_help_text = _("A code such as a1-2, or part of the title.")
    autocomplete_fields = ["parent"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    inlines = [MilestoneInline, PartyInline, NeedInline, OfferInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["plan", "kind", "parent", "code", "title", "description", "position", "is_public"],
                "description": _(
                    "Objectives hold lines, lines hold packages or actions, packages hold actions. "
                    "What hangs from an internal node is internal too."
                ),
            },
        ),
        (
            _("Progress"),
            {
                "fields": [
                    "status",
                    "progress",
                    "start_date",
                    "due_date",
                    "weight",
                    "counts_for_progress",
                ],
                "description": _("Leave a date empty while the board has not set it."),
            },
        ),
        (
            _("Where it comes from"),
            {"fields": ["provenance", "source_url", "source_note", "source_checked_on"]},
        ),
    ]

    def get_queryset(self, request):
        leads = NodeParty.objects.filter(role=PartyRole.LEAD).select_related("organisation")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("parties", queryset=leads, to_attr="leads"))
        )

    def get_ordering(self, request):
        return ["plan", tree_path()]

    @display(description=_("node"))
    def place(self, node: Node) -> str:
        return f"{'— ' * node.depth}{node}"

    @display(
        description=_("status"),
        ordering="status",
        label={
            NodeStatus.IN_PROGRESS.label: "info",
            NodeStatus.COMPLETED.label: "success",
            NodeStatus.ON_HOLD.label: "warning",
        },
    )
    def state(self, node: Node) -> str:
        return node.get_status_display() if node.kind == NodeKind.ACTION else ""

    @display(description=_("due"), ordering="due_date", label={"late": "danger"})
    def due(self, node: Node):
        if node.due_date is None:
            return None
        text = f"{node.due_date:%d/%m/%Y}"
        if node.is_overdue_on(timezone.localdate()):
            return "late", f"{text} · {_('overdue')}"
        return text

    @display(description=_("lead"), empty_value=_("to be confirmed"))
    def lead(self, node: Node) -> str | None:
        if node.kind != NodeKind.ACTION:
            return ""
        return str(node.leads[0].organisation) if node.leads else None
