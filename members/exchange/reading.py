"""What the page shows that stands between a file and what it is brought into, whoever brought it."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone

from members.enums import ImportState, ImportStatus
from members.models import ImportedFile

from .errors import Expired
from .report import read_report, report_of

ROWS_PER_PAGE = 100


def check_context(batch: ImportedFile, plan: Callable, asked: QueryDict) -> dict:
    """Return the plan of a file, one status and one page of it; of a file carried out, only its numbers."""
    if batch.state == ImportState.APPLIED:
        counts = [(status, batch.counts.get(status, 0)) for status in ImportStatus]
        return {"batch": batch, "is_applied": True, "counts": counts}
    if batch.is_gone:
        raise Expired
    report = read_report(batch.report) if batch.is_big else report_of(plan(batch))
    wanted = asked.get("show", "")
    if wanted not in ImportStatus.values:
        wanted = next((status for status in ImportStatus.values if report.counts[status]), "")
    rows = [row for row in report.rows if row.status == wanted]
    return {
        "batch": batch,
        "is_applied": False,
        "plan": report,
        "counts": [(status, report.counts[status]) for status in ImportStatus],
        "wanted": wanted,
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(asked.get("page")),
    }


def progress_context(batch: ImportedFile) -> dict:
    """Tell how far the worker is; ``is_stopped``: nobody is at it, and it has to be asked for again."""
    return {"batch": batch, "is_stopped": not batch.work or batch.is_lost(timezone.now())}
