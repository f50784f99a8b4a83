"""The page of figures for funders, on screen and as a file."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin

from members.indicators import Line, indicators
from tera.spreadsheets.writing import CSV, XLSX, write_csv, write_xlsx


class Indicators(UnfoldModelAdminViewMixin, TemplateView):
    title = gettext_lazy("Cluster indicators")
    permission_required = "members.view_organisation"
    template_name = "admin/members/indicators.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        today = timezone.localdate()
        years, lines = indicators(today)
        if (kind := request.GET.get("format")) in ("csv", "xlsx"):
            return as_file(kind, years, lines)
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


def table_of(years: list[int], lines: list[Line]) -> tuple[list[str], list[list[str | int]]]:
    """Return the titles and the rows of the file; numbers stay numbers, and unknown is empty."""
    heads = [str(head) for year in years for head in (year, _("%(year)s, known for") % {"year": year})]
    rows = []
    for line in lines:
        pairs = zip(line.values, line.known, strict=True)
        cells = ["" if cell is None else cell for pair in pairs for cell in pair]
        rows.append([str(line.section), str(line.title), str(line.unit), *cells])
    return [_("Section"), _("Figure"), _("Unit"), *heads], rows


def as_file(kind: str, years: list[int], lines: list[Line]) -> HttpResponse:
    titles, rows = table_of(years, lines)
    content = write_xlsx(_("Cluster indicators"), titles, rows) if kind == "xlsx" else write_csv(titles, rows)
    return HttpResponse(
        content,
        content_type=XLSX if kind == "xlsx" else CSV,
        headers={"Content-Disposition": f'attachment; filename="cluster-indicators.{kind}"'},
    )
