from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from privacy.contexts import record_reading
from surveys.answering.history import readings_of, said_by
from surveys.enums import ResponseState
from surveys.models import Answer, CheckFlag, Response, ResponseMove, Submission

TONES = {
    ResponseState.SUBMITTED: "success",
    ResponseState.IN_PROGRESS: "info",
    ResponseState.PARTIAL: "warning",
}


class ReadOnlyInline(TabularInline):
    extra = 0
    can_delete = False
    hide_title = True

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


class OwnWordsInline(ReadOnlyInline):
    """What a company itself wrote; shown to superusers only."""

    def has_view_permission(self, request, obj=None) -> bool:
        return request.user.is_superuser


class AnswerInline(OwnWordsInline):
    """A company's answers, cell by cell."""

    model = Answer
    fields = readonly_fields = ["asked", "variable", "row_key", "col_key", "value_shown", "status", "on_path"]

    def get_formset(self, request, obj=None, **kwargs):
        # The versions that the response has answered, read once for all of its cells.
        self.readings = readings_of(obj) if obj else []
        return super().get_formset(request, obj, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("variable")

    @display(description=gettext_lazy("question"))
    def asked(self, answer: Answer) -> str:
        return said_by(self.readings, answer)[0]

    @display(description=gettext_lazy("value"), empty_value="–")
    def value_shown(self, answer: Answer):
        return said_by(self.readings, answer)[1] or None


class CheckFlagInline(OwnWordsInline):
    """What a company said of figures that looked odd."""

    model = CheckFlag
    fields = readonly_fields = ["rule", "row_key", "state", "figures", "explanation", "actor", "at"]


class SubmissionInline(ReadOnlyInline):
    """What was sent and when, the newest last, and why it was opened again."""

    model = Submission
    fields = readonly_fields = ["sequence", "receipt_number", "at", "submitted_by", "reopened"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("reopening__by").defer("payload")

    @display(description=gettext_lazy("opened again"), empty_value="–")
    def reopened(self, submission: Submission):
        if (opened := getattr(submission, "reopening", None)) is None:
            return None
        day = timezone.localtime(opened.at).strftime("%d/%m/%Y %H:%M")
        return " · ".join(filter(None, [day, str(opened.by or ""), opened.reason]))


class MoveInline(ReadOnlyInline):
    """The times that the response went on to another version of the questionnaire."""

    model = ResponseMove
    fields = readonly_fields = ["at", "version_before", "version", "by", "aside"]

    def get_queryset(self, request):
        related = ("move__version__questionnaire", "move__by", "version_before__questionnaire")
        return super().get_queryset(request).select_related(*related)

    @display(description=gettext_lazy("at"))
    def at(self, moved: ResponseMove):
        return moved.move.at

    @display(description=gettext_lazy("version"))
    def version(self, moved: ResponseMove):
        return moved.move.version

    @display(description=gettext_lazy("moved by"), empty_value="–")
    def by(self, moved: ResponseMove):
        return moved.move.by

    @display(description=gettext_lazy("answers set aside"))
    def aside(self, moved: ResponseMove) -> int:
        return len(moved.set_aside)


@admin.register(Response)
class ResponseAdmin(ModelAdmin):
    """When each company answered; what it answered is for superusers."""

    list_display = ["unit", "campaign", "badge", "usable", "saved_at", "submitted_at", "receipt"]
    list_filter = ["unit__campaign", "state", "usable", "channel"]
    list_select_related = ["unit__campaign"]
    search_fields = ["unit__name_at_launch"]
    actions = None
    fields = ["unit", "version", "state", "usable", "channel", "started_at", "saved_at", "submitted_at"]

    def get_queryset(self, request):
        newest = Submission.objects.filter(response=OuterRef("pk")).order_by("-sequence")
        return super().get_queryset(request).annotate(number=Subquery(newest.values("receipt_number")[:1]))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if request.user.is_superuser:
            record_reading(request, Response, object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def get_inlines(self, request, obj):
        own_words = [CheckFlagInline, AnswerInline] if request.user.is_superuser else []
        moves = [MoveInline] if obj and obj.moves.exists() else []
        return [SubmissionInline, *moves, *own_words]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @display(description=gettext_lazy("edition"), ordering="unit__campaign")
    def campaign(self, response: Response):
        return response.unit.campaign

    @display(description=gettext_lazy("state"), ordering="state", label=TONES)
    def badge(self, response: Response):
        return response.state, response.get_state_display()

    @display(description=gettext_lazy("receipt"), empty_value="–")
    def receipt(self, response: Response):
        return response.number
