"""Where a manager keeps the sources: adds one, tries it, approves it, and sees what each visit brought."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from training.enums import HarvestState, SourceState
from training.harvesting.report import health, shown_changes, shown_problems, summary
from training.harvesting.sources import (
    SourceRefused,
    approve_source,
    pause_source,
    request_visit,
    save_source,
)
from training.models import HarvestItem, HarvestRun, HarvestSource

from .catalogue import HTTPS_ADDRESSES

RUNS_SHOWN = 20


@admin.register(HarvestSource)
class HarvestSourceAdmin(ModelAdmin):
    formfield_overrides = HTTPS_ADDRESSES
    empty_help = _(
        "Add the page, feed or table where a provider announces its courses; you approve what is published."
    )
    list_display = ["provider", "kind", "visits_link", "show_health", "last_visit", "rhythm"]
    list_display_links = ["provider"]
    list_filter = [("state", ChoicesDropdownFilter), ("kind", ChoicesDropdownFilter)]
    list_select_related = ["provider__organisation"]
    search_fields = ["url", "provider__organisation__legal_name__unaccent__icontains"]
    autocomplete_fields = ["provider"]
    actions = None
    fields = ["provider", "kind", "url", "only", "language", "rhythm", "drop_limit"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_last_run()

    def get_urls(self):
        page = self.admin_site.admin_view(self.visits_page)
        return [path("<int:key>/visits/", page, name="training_harvestsource_visits"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        if change_list := getattr(response, "context_data", {}).get("cl"):
            runs = HarvestRun.objects.defer("problems", "changes")
            found = runs.in_bulk([source.last_run_id for source in change_list.result_list])
            for source in change_list.result_list:
                source.last_run = found.get(source.last_run_id)
        return response

    def save_model(self, request, obj, form, change) -> None:
        save_source(obj)

    def response_add(self, request, obj, post_url_continue=None):
        return self.after_saving(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.after_saving(request, obj) or super().response_change(request, obj)

    def after_saving(self, request: HttpRequest, source: HarvestSource) -> HttpResponse | None:
        """A source that is not in use leads to where it is tried and approved."""
        if source.state == SourceState.APPROVED or "_save" not in request.POST:
            return None
        return redirect("admin:training_harvestsource_visits", source.pk)

    @display(description=_("address"))
    def visits_link(self, source):
        url = reverse("admin:training_harvestsource_visits", args=[source.pk])
        return format_html('<a class="underline" href="{}">{}</a>', url, source.url)

    @display(
        description=_("health"),
        label={"good": "success", "alarm": "danger", "running": "info", "idle": "warning"},
    )
    def show_health(self, source):
        return health(source, source.last_run)

    @display(description=_("last visit"))
    def last_visit(self, source):
        return summary(source.last_run) if source.last_run else "–"

    def visits_page(self, request: HttpRequest, key: int) -> HttpResponse:
        """Show a source with its visits; what is asked of it comes by POST."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        sources = HarvestSource.objects.select_related("provider__organisation", "approved_by")
        source = get_object_or_404(sources, pk=key)
        if request.method == "POST":
            if not self.has_change_permission(request, source):
                raise PermissionDenied
            return self.do(request, source, request.POST.get("do", ""))
        runs = source.runs.defer("problems", "changes")
        last = source.runs.first()
        context = {"source": source, "run": last, **report_of(last)}
        if request.htmx:
            return TemplateResponse(request, "admin/training/harvest/_report.html", context)
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(source),
            "runs": [(run, summary(run)) for run in runs[:RUNS_SHOWN]],
            "missing": source.items.exclude(missing_since=None).select_related("offer")[:200],
            "may_change": self.has_change_permission(request, source),
            "is_tested": source.runs.filter(
                is_test=True, state=HarvestState.DONE, signature=source.signature
            ).exists(),
        }
        return TemplateResponse(request, "admin/training/harvest/source.html", context)

    def do(self, request: HttpRequest, source: HarvestSource, what: str) -> HttpResponse:
        try:
            if what in ("test", "visit", "take_drop"):
                request_visit(source, by=request.user, is_test=what == "test", takes_drop=what == "take_drop")
            elif what == "approve":
                approve_source(source, by=request.user)
                messages.success(request, _("Approved: from now on it is read by itself."))
            elif what == "pause":
                pause_source(source)
                messages.success(request, _("Paused: it is not read until you approve it again."))
        except SourceRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("admin:training_harvestsource_visits", source.pk)


def report_of(run: HarvestRun | None) -> dict:
    """Return what the report of a visit shows."""
    if run is None:
        return {}
    return {"summary": summary(run), "changes": shown_changes(run), "problems": shown_problems(run)}


class ReadOnly:
    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(HarvestRun)
class HarvestRunAdmin(ReadOnly, ModelAdmin):
    empty_help = _("Each visit to a source leaves its report here.")
    list_display = ["source", "queued_at", "is_test", "show_state", "show_summary"]
    list_filter = [("state", ChoicesDropdownFilter), "is_test", ("source", RelatedDropdownFilter)]
    list_select_related = ["source__provider__organisation"]
    list_filter_submit = True
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).defer("problems", "changes")

    @display(
        description=_("state"),
        ordering="state",
        label={
            HarvestState.QUEUED: "info",
            HarvestState.RUNNING: "info",
            HarvestState.DONE: "success",
            HarvestState.FAILED: "danger",
            HarvestState.ALARM: "danger",
        },
    )
    def show_state(self, run):
        return run.state, run.get_state_display()

    @display(description=_("what came of it"))
    def show_summary(self, run):
        return summary(run)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show the report of a visit in place of a form."""
        if request.method == "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        runs = HarvestRun.objects.select_related("source__provider__organisation", "by")
        run = get_object_or_404(runs, pk=object_id if str(object_id).isdecimal() else 0)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(run),
            "source": run.source,
            "run": run,
            **report_of(run),
        }
        return TemplateResponse(request, "admin/training/harvest/run.html", context)


class MissingFilter(admin.SimpleListFilter):
    title = _("seen at the last visit")
    parameter_name = "seen"

    def lookups(self, request, model_admin):
        return [("yes", _("yes")), ("no", _("not any more"))]

    def queryset(self, request, queryset):
        if self.value() == "no":
            return queryset.exclude(missing_since=None)
        return queryset.filter(missing_since=None) if self.value() == "yes" else queryset


@admin.register(HarvestItem)
class HarvestItemAdmin(ReadOnly, ModelAdmin):
    """What each source has, and the offer that is kept current with it."""

    empty_help = _("Each course seen at a source appears here, with the offer that it keeps current.")
    list_display = ["name", "source", "show_offer", "first_seen_at", "last_seen_at", "missing_since"]
    list_filter = [MissingFilter, ("source", RelatedDropdownFilter)]
    list_select_related = ["source__provider__organisation", "offer"]
    list_filter_submit = True
    search_fields = ["name__unaccent__icontains", "key"]
    actions = None
    fields = ["source", "name", "key", "offer", "first_seen_at", "last_seen_at", "missing_since"]

    @display(description=_("offer"))
    def show_offer(self, item):
        if not item.offer:
            return _("deleted; not proposed again")
        url = reverse("admin:training_offer_change", args=[item.offer_id])
        return format_html('<a class="underline" href="{}">{}</a>', url, item.offer)
