"""Versions of questionnaires: the list, what each asks, and the buttons that lead to each step."""

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display

from surveys.enums import VersionStatus
from surveys.instrument.parser import compiled
from surveys.instrument.piping import without_answers
from surveys.models import QuestionnaireVersion, VersionVariable

from .drafts.add import AddCheck, AddQuestion
from .drafts.outline import DraftOutline
from .drafts.part import PartPage
from .drafts.preview import PreviewNew, PreviewPart
from .drafts.start import StartDraft
from .exchange import DownloadCodebook, DownloadQuestionnaire, ImportQuestionnaire
from .lss import ImportLss, TakenIn
from .move import MoveEdition
from .publish import PublishVersion
from .starting import StartsDrafts

# The preview stands in a frame of the editor, and nowhere else; docs/decisions/0003 says why unsafe-eval.
framed = csp_replace({"script-src": settings.ADMIN_SCRIPT_SOURCES, "frame-ancestors": ["'self'"]})
framing = csp_replace({"script-src": settings.ADMIN_SCRIPT_SOURCES, "frame-src": ["'self'"]})
FRAMES = {
    "<int:object_id>/draft/preview-new/<path:page>/": ("draft_preview_new", PreviewNew),
    "<int:object_id>/draft/preview/<slug:kind>/<path:name>/": ("draft_preview", PreviewPart),
}
TONES = {VersionStatus.DRAFT: "warning", VersionStatus.PUBLISHED: "success"}


class VersionVariableInline(TabularInline):
    """What the version asks, and how that compares with the last version; read only."""

    model = VersionVariable
    fields = readonly_fields = ["position", "section_title", "question", "change"]
    verbose_name_plural = gettext_lazy("What it asks")
    extra = 0
    can_delete = False
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("variable")

    @display(description=gettext_lazy("section"))
    def section_title(self, asked: VersionVariable) -> str:
        sections = compiled(asked.version).sections
        titles = (str(section.title) for section in sections if section.code == asked.section)
        return next(titles, asked.section)

    @display(description=gettext_lazy("question"))
    def question(self, asked: VersionVariable) -> str:
        """The question as it is put, and the code that exports call it by."""
        found = compiled(asked.version).questions.get(asked.variable.code)
        return (
            f"{without_answers(str(found.label))} ({asked.variable.code})" if found else asked.variable.code
        )

    def has_add_permission(self, request, obj=None) -> bool:
        return False


@admin.register(QuestionnaireVersion)
class QuestionnaireVersionAdmin(StartsDrafts, ModelAdmin):
    list_display = ["questionnaire", "number", "state", "published_at", "published_by", "preview"]
    list_display_links = ["questionnaire", "number"]
    list_filter = ["questionnaire", "status"]
    list_select_related = ["questionnaire", "published_by"]
    inlines = [VersionVariableInline]
    actions_list = ["open_start", "open_import"]
    change_form_before_template = "admin/surveys/questionnaireversion/next_step.html"
    actions_detail = [
        "open_draft",
        "open_publish",
        "open_preview",
        "open_move",
        {
            "title": gettext_lazy("More"),
            "icon": "more_horiz",
            "items": ["open_download", "open_codebook"],
        },
    ]

    def get_queryset(self, request):
        # The list needs no definition, which is the bulk of a row.
        versions = super().get_queryset(request)
        return versions if request.resolver_match.kwargs.get("object_id") else versions.defer("definition")

    def get_urls(self):
        pages = {
            "<int:object_id>/publish/": ("publish", PublishVersion),
            "<int:object_id>/move/": ("move", MoveEdition),
            "<int:object_id>/json/": ("download", DownloadQuestionnaire),
            "<int:object_id>/ddi/": ("codebook", DownloadCodebook),
            "import/": ("import", ImportQuestionnaire),
            "start/": ("start", StartDraft),
            "import-lss/": ("import_lss", ImportLss),
            "<int:object_id>/taken-in/": ("taken_in", TakenIn),
            "<int:object_id>/draft/": ("draft", DraftOutline),
            "<int:object_id>/draft/add-check/": ("draft_add_check", AddCheck),
            "<int:object_id>/draft/add/<path:page>/": ("draft_add", AddQuestion),
            "<int:object_id>/draft/<slug:kind>/<path:name>/": ("draft_part", PartPage),
        }
        own = [
            path(
                address,
                framing(self.admin_site.admin_view(page.as_view(model_admin=self))),
                name=f"surveys_questionnaireversion_{name}",
            )
            for address, (name, page) in pages.items()
        ]
        frames = [
            path(
                address,
                framed(self.admin_site.admin_view(page.as_view(model_admin=self))),
                name=f"surveys_questionnaireversion_{name}",
            )
            for address, (name, page) in FRAMES.items()
        ]
        return [*frames, *own, *super().get_urls()]

    def get_fields(self, request, obj=None):
        frozen = ["published_at", "published_by", "preview", "fingerprint"]
        return ["questionnaire", "number", *(frozen if is_frozen(obj) else ["edited_at", "edited_by"])]

    def get_readonly_fields(self, request, obj=None):
        # A draft is written in its editor, part by part: here one person's save would undo another's.
        return self.get_fields(request, obj)

    def get_inlines(self, request, obj):
        return self.inlines if obj and is_frozen(obj) else []

    def add_view(self, request, form_url="", extra_context=None):
        """A version begins as a draft, with something to begin with: nobody writes its JSON by hand."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return redirect("admin:surveys_questionnaireversion_start")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        # Nothing of a version is written on its own page, so there is nothing to save there.
        unsaved = {"show_save": False, "show_save_and_continue": False, "show_save_and_add_another": False}
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **unsaved})

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and is_frozen(obj))

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and is_frozen(obj))

    @display(description=gettext_lazy("status"), label={VersionStatus(k).label: v for k, v in TONES.items()})
    def state(self, version: QuestionnaireVersion) -> str:
        return version.get_status_display()

    @display(description=gettext_lazy("fingerprint, to tell two files apart"))
    def fingerprint(self, version: QuestionnaireVersion) -> str:
        return version.definition_sha256[:16]

    @display(description=gettext_lazy("preview"))
    def preview(self, version: QuestionnaireVersion):
        url = reverse("surveys:preview", args=[version.pk])
        return format_html('<a href="{}" target="_blank">{}</a>', url, _("See the questions"))

    @action(description=gettext_lazy("See the questions"), url_path="open-preview", icon="visibility")
    def open_preview(self, request, object_id):
        return redirect("surveys:preview", object_id)

    @action(description=gettext_lazy("Download as JSON"), url_path="open-download", icon="download")
    def open_download(self, request, object_id):
        return redirect("admin:surveys_questionnaireversion_download", object_id)

    @action(
        description=gettext_lazy("Download as DDI codebook, for survey archives"),
        url_path="open-codebook",
        icon="download",
    )
    def open_codebook(self, request, object_id):
        return redirect("admin:surveys_questionnaireversion_codebook", object_id)

    @action(
        description=gettext_lazy("Edit the questions"),
        url_path="open-draft",
        icon="edit_note",
        permissions=["open_publish"],
    )
    def open_draft(self, request, object_id):
        return redirect("admin:surveys_questionnaireversion_draft", object_id)

    @action(
        description=gettext_lazy("Take in from a file"),
        url_path="open-import",
        icon="upload",
        permissions=["add"],
    )
    def open_import(self, request):
        return redirect("admin:surveys_questionnaireversion_import")

    @action(
        description=gettext_lazy("Publish…"),
        url_path="open-publish",
        icon="lock",
        permissions=["open_publish"],
    )
    def open_publish(self, request, object_id):
        return redirect("admin:surveys_questionnaireversion_publish", object_id)

    @action(
        description=gettext_lazy("Editions in the field…"),
        url_path="open-move",
        icon="move_down",
        permissions=["open_move"],
    )
    def open_move(self, request, object_id):
        return redirect("admin:surveys_questionnaireversion_move", object_id)

    def has_open_move_permission(self, request, object_id=None) -> bool:
        if not request.user.has_perm("surveys.change_campaign"):
            return False
        published = QuestionnaireVersion.objects.published().filter(pk=object_id)
        return object_id is None or published.exists()

    def has_open_publish_permission(self, request, object_id=None) -> bool:
        if not super().has_change_permission(request):
            return False
        drafts = QuestionnaireVersion.objects.filter(status=VersionStatus.DRAFT, pk=object_id)
        return object_id is None or drafts.exists()


def is_frozen(version: QuestionnaireVersion) -> bool:
    return version.status == VersionStatus.PUBLISHED
