"""The answers of an edition to take away, for superusers; who took them is in the trail."""

from tempfile import TemporaryFile

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin

from privacy.contexts import record_reading
from surveys.models import Campaign
from surveys.results.answer_files import WRITERS
from surveys.results.sent_answers import TITLES, sent_rows
from surveys.results.stored_cells import cell_rows, titles

TABLES = {"sent": (lambda: TITLES, sent_rows), "all": (titles, cell_rows)}


class Answers(UnfoldModelAdminViewMixin, TemplateView):
    """Say which tables of answers there are, and what each holds."""

    title = gettext_lazy("Answers to take away")
    permission_required = "surveys.view_campaign"
    template_name = "admin/surveys/campaign/answers.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def campaign(self) -> Campaign:
        return get_object_or_404(Campaign, pk=self.kwargs["object_id"])

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(campaign=self.campaign, kinds=list(WRITERS), **kwargs)


class AnswersFile(Answers):
    """One table in one format, with its count and checksum inside."""

    def get(self, request: HttpRequest, object_id: int, table: str, kind: str) -> FileResponse:
        if table not in TABLES or kind not in WRITERS:
            raise Http404
        record_reading(request, Campaign, str(self.campaign.pk))
        heads, rows = TABLES[table]
        file = TemporaryFile()  # noqa: SIM115 - the response closes it
        WRITERS[kind](file, heads(), rows(self.campaign))
        file.seek(0)
        name = f"{self.campaign.edition}-{table}-answers.{kind}"
        return FileResponse(file, as_attachment=True, filename=name)
