"""The page of figures for funders, on screen and as a file."""

import csv

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin

from members.indicators import Line, indicators


class Indicators(UnfoldModelAdminViewMixin, TemplateView):
    title = gettext_lazy("Cluster indicators")
    permission_required = "members.view_organisation"
    template_name = "admin/members/indicators.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        today = timezone.localdate()
        years, lines = indicators(today)
        if request.GET.get("format") == "csv":
            return as_csv(years, lines)
        sections: dict[str, list] = {}
        for line in lines:
            sections.setdefault(line.section, []).append((line.title, cells_of(line)))
        return self.render_to_response(
            self.get_context_data(years=years, sections=sections.items(), today=today)
        )


def cells_of(line: Line) -> list[tuple[str, str]]:
    """Return each value as it is read, and beside it over how many it is known."""
    return [
        ("–" if value is None else number_format(value) + (f" {line.unit}" if line.unit else ""), known)
        for value, known in zip(line.values, line.known, strict=True)
    ]


def as_csv(years: list[int], lines: list[Line]) -> HttpResponse:
    """Return the same table; the mark at its start tells spreadsheets that it is UTF-8.

    No cell holds what somebody typed, so none can be a formula.
    """
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cluster-indicators.csv"'
    table = csv.writer(response, delimiter=";")
    heads = [head for year in years for head in (year, _("%(year)s, known for") % {"year": year})]
    table.writerow([_("Section"), _("Figure"), _("Unit"), *heads])
    for line in lines:
        pairs = zip(line.values, line.known, strict=True)
        cells = ["" if cell is None else cell for pair in pairs for cell in pair]
        table.writerow([line.section, line.title, line.unit, *cells])
    return response
