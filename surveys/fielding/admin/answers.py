"""The answers of an edition to take away, for superusers; who took them is in the trail."""

from tempfile import TemporaryFile
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin

from privacy.contexts import record_reading
from surveys.models import Campaign
from surveys.results.answer_files import WRITERS
from surveys.results.sent_answers import TITLES, sent_rows
from surveys.results.statistical.files import PROGRAMS, write_statistical
from surveys.results.stored_cells import cell_rows, titles

TABLES = {"sent": (lambda: TITLES, sent_rows), "all": (titles, cell_rows)}
CASES = "cases"


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
        context = {"campaign": self.campaign, "kinds": list(WRITERS), "programs": PROGRAMS}
        return super().get_context_data(**context, **kwargs)


class AnswersFile(Answers):
    """One table in one format, with its count and checksum inside."""

    def get(self, request: HttpRequest, object_id: int, table: str, kind: str) -> FileResponse:
        kinds = PROGRAMS if table == CASES else WRITERS if table in TABLES else ()
        if kind not in kinds:
            raise Http404
        record_reading(request, Campaign, str(self.campaign.pk))
        file = TemporaryFile()  # noqa: SIM115 - the response closes it
        self.write(file, table, kind)
        file.seek(0)
        name = f"{self.campaign.edition}-{table}-answers.{kind}"
        return FileResponse(file, as_attachment=True, filename=name)

    def write(self, file: BinaryIO, table: str, kind: str) -> None:
        if table == CASES:
            write_statistical(file, self.campaign, kind, get_language())
            return
        heads, rows = TABLES[table]
        WRITERS[kind](file, heads(), rows(self.campaign))
