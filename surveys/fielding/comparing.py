"""The page on which a company sees how it compares: after the close, or until then a promise with its day."""

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys.answering.sitting import Sitting, for_respondent
from surveys.enums import CampaignState
from surveys.models import Campaign, Submission
from surveys.results.comparison import Company, Comparison, Thirds, can_compare, compare, own_figures
from surveys.results.reading import hidden_text
from surveys.results.sheets import read_sheet


@for_respondent
@require_safe
def comparison(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Show the company's own figures, those of last time, and the thirds of the others."""
    if not sitting.receipts or not can_compare(sitting.definition.questions):
        return redirect("surveys:start", sitting.response.pk)
    is_closed = sitting.campaign.state == CampaignState.CLOSED
    found = list(compare(companies_of(sitting.campaign), settings.DISCLOSURE_MINIMUM)) if is_closed else []
    context = {
        "sitting": sitting,
        "is_closed": is_closed,
        "minimum": settings.DISCLOSURE_MINIMUM,
        "lines": list(lines_of(sitting, found)),
    }
    return render(request, "surveys/comparison.html", context)


def companies_of(campaign: Campaign) -> list[Company]:
    """Return what each company in scope sent last, with its size band at launch."""
    newest = (
        Submission.objects.filter(response__unit__campaign=campaign, response__unit__in_scope=True)
        .order_by("response_id", "-sequence")
        .distinct("response_id")
        .values_list("response__unit__size_band", "payload")
    )
    return [(band, read_sheet(payload)) for band, payload in newest]


def lines_of(sitting: Sitting, found: list[Comparison]) -> Iterator[tuple]:
    """Yield each figure with the company's own, last time's, the thirds, and whom they are of."""
    own = own_figures(read_sheet(sitting.receipt.payload))
    cells = sitting.last_edition.cells.items()
    last = own_figures(
        {(key.variable, key.row, key.col): cell.value for key, cell in cells if cell.value is not None}
    )
    for one in found:
        thirds, code = one.beside(sitting.unit.size_band), one.figure.code
        band = sitting.unit.get_size_band_display() if one.is_by_size else ""
        figures = [words(value) for value in (own[code], last[code], *thirds.means)]
        yield one.figure.label, figures, companies_in_words(thirds), band


def companies_in_words(thirds: Thirds) -> str:
    cell, answers = thirds.companies, thirds.answers
    if not cell.is_published:
        return hidden_text(asdict(cell), answers)
    return _("%(n)s of %(total)s") % {"n": cell.value, "total": answers}


def words(value: Decimal | float | None) -> str:
    return "–" if value is None else number_format(value, 1)
