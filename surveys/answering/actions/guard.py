"""Who may write to a response now; each writer locks its row, so they never interleave."""

from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef

from surveys.answering.errors import AlreadySubmitted, SurveyClosed, VersionChanged
from surveys.enums import ResponseState
from surveys.models import CheckFlag, Response


def hold_open(response: Response) -> None:
    """Keep the edition from closing until this transaction ends; many may hold it at once.

    Closing takes the same row for itself first, so that a submission and a close never both win.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id FROM surveys_campaign c JOIN surveys_unit u ON u.campaign_id = c.id "
            "WHERE u.id = %s FOR SHARE OF c",
            [response.unit_id],
        )


def lock(response: Response) -> Response:
    """Return the response, locked until the transaction ends, with what its rules need.

    ``has_flags`` says whether any figure of it was doubted; as of before a wait for the lock.
    """
    flags = CheckFlag.objects.filter(response=OuterRef("pk"))
    found = (
        Response.objects.select_for_update(of=("self",))
        .select_related("unit__campaign", "version__questionnaire")
        .defer("version__definition")
        .annotate(has_flags=Exists(flags))
    )
    try:
        return found.get(pk=response.pk)
    except Response.DoesNotExist:
        # Whoever waited while the response moved to another version does not find it by the version
        # it was joined with; a second look sees what the mover committed.
        return found.get(pk=response.pk)


def refuse_unless_writable(response: Response, at: datetime) -> None:
    if response.state == ResponseState.SUBMITTED:
        raise AlreadySubmitted
    # The response's own state is read under its lock; the edition's may be a moment old, since
    # whoever waited for the lock reads the joined row as it was before the edition closed.
    if response.state == ResponseState.PARTIAL or not response.unit.campaign.accepts_answers(at):
        raise SurveyClosed


def refuse_if_moved(response: Response, read_as: str) -> None:
    """Refuse what was read with another definition than the locked response has now; empty is any."""
    if read_as and read_as != response.version.definition_sha256:
        raise VersionChanged
