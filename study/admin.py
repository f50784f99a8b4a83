"""The manager's study pages: write the introduction, see what will be frozen, publish, look back."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display

from study.actions import PublicationRefused, refuse_unready
from study.enums import StudyState
from study.models import Snapshot, Study
from study.preview import preview_of
from study.tasks import request_publication
from surveys.models import Campaign


class ReadOnly:
    """For rows that never change: they can be looked at and nothing else."""

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class SnapshotInline(ReadOnly, TabularInline):
    model = Snapshot
    verbose_name_plural = _("Published revisions")
    fields = readonly_fields = ("revision", "taken_at", "taken_by", "payload_sha256")
    ordering = ("-revision",)
    extra = 0
    show_change_link = True

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).defer("payload").select_related("taken_by", "study")


@admin.register(Study)
class StudyAdmin(ModelAdmin):
    list_display = ("title", "campaign", "state_label", "revisions", "public_page")
    list_filter = ("state",)
    search_fields = ("title_es", "title_en", "campaign__edition")
    list_select_related = ("campaign",)
    fieldsets = (
        (None, {"fields": ("campaign", "plan")}),
        (_("Spanish"), {"fields": ("title_es", "introduction_es")}),
        (_("English"), {"fields": ("title_en", "introduction_en")}),
    )
    inlines = (SnapshotInline,)
    actions_detail = ("publication",)

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).with_revisions()

    def get_readonly_fields(self, request: HttpRequest, obj: Study | None = None):
        return ("campaign",) if obj else ()

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "campaign":
            kwargs["queryset"] = Campaign.objects.closed().filter(study__isnull=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Study | None = None) -> bool:
        """A study that was ever published stays."""
        return super().has_delete_permission(request, obj) and not (obj and obj.snapshots.exists())

    @display(
        description=_("state"),
        ordering="state",
        label={
            StudyState.DRAFT: "info",
            StudyState.PUBLISHING: "warning",
            StudyState.PUBLISHED: "success",
            StudyState.FAILED: "danger",
        },
    )
    def state_label(self, study: Study):
        return study.state, study.get_state_display()

    @display(description=_("revisions"))
    def revisions(self, study: Study) -> int:
        return study.revisions

    @display(description=_("public page"))
    def public_page(self, study: Study) -> str:
        if not study.revisions:
            return "–"
        return format_html('<a href="{}">{}</a>', study.get_absolute_url(), study.get_absolute_url())

    def view_on_site(self, study: Study) -> str | None:
        return study.get_absolute_url() if study.snapshots.exists() else None

    @action(description=_("Publish…"), url_path="publish", icon="publish", permissions=["change"])
    def publication(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show what will be frozen and how far it is; a POST starts it."""
        study = get_object_or_404(
            Study.objects.select_related("campaign__version__questionnaire", "plan"), pk=object_id
        )
        if request.method == "POST":
            return self.start_publication(request, study)
        if request.htmx:
            return TemplateResponse(request, "admin/study/_publication_state.html", {"study": study})
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Publish the study"),
            "study": study,
            "snapshot": study.snapshots.defer("payload").order_by("-revision").first(),
            **readiness(study),
        }
        return TemplateResponse(request, "admin/study/publication.html", context)

    def start_publication(self, request: HttpRequest, study: Study) -> HttpResponse:
        try:
            request_publication(study, by=request.user, request_id=request.request_id)
        except PublicationRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(reverse("admin:study_study_publication", args=[study.pk]))


def readiness(study: Study) -> dict:
    """Return what stands in the way of publishing, or what would be frozen."""
    try:
        refuse_unready(study)
    except PublicationRefused as refusal:
        return {"refusal": str(refusal), "preview": []}
    return {"refusal": "", "preview": preview_of(study)}


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnly, ModelAdmin):
    list_display = ("study", "revision", "taken_at", "taken_by")
    list_filter = ("study",)
    list_select_related = ("study__campaign", "taken_by")
    fields = ("study", "revision", "taken_at", "taken_by", "payload_sha256", "files")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).defer("payload")

    @display(description=_("files"))
    def files(self, snapshot: Snapshot) -> int:
        return snapshot.renderings.count()
