"""The file of all answers of an edition, for superusers; who took it is in the trail."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.generic import View
from unfold.views import UnfoldModelAdminViewMixin

from privacy.contexts import record_reading
from surveys.fielding.answers_file import answer_rows, titles
from surveys.models import Campaign
from tera.spreadsheets.writing import CSV, XLSX, write_csv, write_xlsx


class AnswersFile(UnfoldModelAdminViewMixin, View):
    title = gettext_lazy("All answers")
    permission_required = "surveys.view_campaign"

    def get(self, request: HttpRequest, object_id: int, kind: str) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied
        campaign = get_object_or_404(Campaign, pk=object_id)
        record_reading(request, Campaign, str(campaign.pk))
        rows = answer_rows(campaign)
        name = f"{campaign.edition}-answers.{kind}"
        content = write_csv(titles(), rows) if kind == "csv" else write_xlsx(campaign.edition, titles(), rows)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=CSV if kind == "csv" else XLSX, headers=headers)
