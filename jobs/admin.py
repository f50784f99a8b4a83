from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult
from unfold.admin import ModelAdmin
from unfold.decorators import display

from .models import Run
from .registry import JOBS

# Its list is for developers: what a manager should know of background work shows where it was asked for.
if admin.site.is_registered(DBTaskResult):
    admin.site.unregister(DBTaskResult)


class JobFilter(admin.SimpleListFilter):
    title = gettext_lazy("job")
    parameter_name = "job"

    def lookups(self, request, model_admin):
        return [(job.name, job.label) for job in JOBS.values()]

    def queryset(self, request, queryset):
        return queryset.filter(job=self.value()) if self.value() else queryset


class OutcomeFilter(admin.SimpleListFilter):
    title = gettext_lazy("outcome")
    parameter_name = "outcome"

    def lookups(self, request, model_admin):
        return [("failed", _("failed")), ("lost", _("never ended"))]

    def queryset(self, request, queryset):
        if self.value() == "failed":
            return queryset.failed()
        return queryset.lost() if self.value() == "lost" else queryset


@admin.register(Run)
class RunAdmin(ModelAdmin):
    """What ran by itself, when, what came of it, and when it runs next; read only."""

    empty_help = gettext_lazy(
        "Each run of a recurring task leaves a line here; none means that the clock is not running."
    )
    list_display = ["label", "due_at", "badge", "outcome", "next_time"]
    list_filter = [JobFilter, OutcomeFilter]
    actions = None
    fields = readonly_fields = ["label", "due_at", "started_at", "ended_at", "attempts", "outcome", "error"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @display(description=gettext_lazy("job"), ordering="job")
    def label(self, run: Run):
        return JOBS[run.job].label if run.job in JOBS else run.job

    @display(
        description=gettext_lazy("state"),
        label={"done": "success", "failed": "danger", "running": "info"},
    )
    def badge(self, run: Run):
        if not run.ended_at:
            return "running", _("running")
        return ("failed", _("failed")) if run.error else ("done", _("done"))

    @display(description=gettext_lazy("next time"), empty_value="–")
    def next_time(self, run: Run):
        if run.job not in JOBS:
            return None
        return timezone.localtime(JOBS[run.job].next_due(timezone.now())).strftime("%d/%m/%Y %H:%M")
