"""What the page shows that stands between a file and the catalogue, in the panel and for a provider."""

from django.core.paginator import Paginator
from django.http import QueryDict

from members.enums import ImportState, ImportStatus
from training.models import OfferImport

from .actions import plan_import

ROWS_PER_PAGE = 100


def check_context(batch: OfferImport, asked: QueryDict) -> dict:
    """Return the plan of a file, one status and one page of it; of a file carried out, only its numbers."""
    if batch.state == ImportState.APPLIED:
        counts = [(status, batch.counts.get(status, 0)) for status in ImportStatus]
        return {"batch": batch, "is_applied": True, "counts": counts}
    plan = plan_import(batch)
    counts = plan.counts
    wanted = asked.get("show", "")
    if wanted not in ImportStatus.values:
        wanted = next((status for status in ImportStatus.values if counts[status]), "")
    rows = [row for row in plan.rows if row.status == wanted]
    return {
        "batch": batch,
        "is_applied": False,
        "plan": plan,
        "counts": [(status, counts[status]) for status in ImportStatus],
        "wanted": wanted,
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(asked.get("page")),
    }
