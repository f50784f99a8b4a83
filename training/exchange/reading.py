"""What the page shows that stands between a file and the catalogue, in the panel and for a provider."""

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone

from members.enums import ImportState, ImportStatus
from members.exchange.errors import Expired
from training.models import OfferImport

from .actions import is_gone, plan_import
from .report import read_report, report_of

ROWS_PER_PAGE = 100


def is_being_worked_on(batch: OfferImport) -> bool:
    """Whether there is nothing to show yet but how far the worker is."""
    is_waiting = batch.state == ImportState.WAITING and not is_gone(batch)
    return is_waiting and (bool(batch.work) or (batch.is_big and not batch.report))


def check_context(batch: OfferImport, asked: QueryDict) -> dict:
    """Return the plan of a file, one status and one page of it; of a file carried out, only its numbers."""
    if batch.state == ImportState.APPLIED:
        counts = [(status, batch.counts.get(status, 0)) for status in ImportStatus]
        return {"batch": batch, "is_applied": True, "counts": counts}
    if is_gone(batch):
        raise Expired
    plan = read_report(batch.report) if batch.is_big else report_of(plan_import(batch))
    wanted = asked.get("show", "")
    if wanted not in ImportStatus.values:
        wanted = next((status for status in ImportStatus.values if plan.counts[status]), "")
    rows = [row for row in plan.rows if row.status == wanted]
    return {
        "batch": batch,
        "is_applied": False,
        "plan": plan,
        "counts": [(status, plan.counts[status]) for status in ImportStatus],
        "wanted": wanted,
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(asked.get("page")),
    }


def progress_context(batch: OfferImport) -> dict:
    """Tell how far the worker is; ``is_stopped``: nobody is at it, and it has to be asked for again."""
    return {"batch": batch, "is_stopped": not batch.work or batch.is_lost(timezone.now())}
