"""What the pages of the draft editor share."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin

from surveys.authoring.drafts.actions import DraftFrozen
from surveys.enums import VersionStatus
from surveys.models import QuestionnaireVersion

# Where the session keeps what did not come along from LimeSurvey, by draft.
NOTES = "lss_report"


class DraftPage(UnfoldModelAdminViewMixin, TemplateView):
    """A page about one draft; a version that was published meanwhile leads to its own page."""

    permission_required = "surveys.change_questionnaireversion"

    @cached_property
    def version(self) -> QuestionnaireVersion:
        versions = QuestionnaireVersion.objects.select_related("questionnaire", "edited_by")
        return get_object_or_404(versions, pk=self.kwargs["object_id"])

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        allowed = request.user.has_perm(self.permission_required)
        if allowed and request.method == "GET" and self.version.status != VersionStatus.DRAFT:
            return self.frozen()
        try:
            return super().dispatch(request, *args, **kwargs)
        except DraftFrozen as error:
            messages.error(request, str(error))
            return self.frozen()

    def frozen(self) -> HttpResponse:
        return redirect("admin:surveys_questionnaireversion_change", self.version.pk)

    def to_outline(self, anchor: str = "") -> HttpResponse:
        answer = redirect("admin:surveys_questionnaireversion_draft", self.version.pk)
        if anchor:
            answer["Location"] += f"#{anchor}"
        return answer

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(version=self.version, **kwargs)
