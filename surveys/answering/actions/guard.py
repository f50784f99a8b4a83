"""Who may write to a response now; each writer locks its row, so they never interleave."""

from datetime import datetime

from django.db import connection

from surveys.answering.errors import AlreadySubmitted, SurveyClosed, VersionChanged
from surveys.answering.joined import Joined
from surveys.answering.known import known_version
from surveys.enums import ResponseState
from surveys.models import Campaign, Response, Unit

ROWS = Joined(response=Response, unit=Unit, campaign=Campaign)
READ = f"""
SELECT {ROWS.columns},
    EXISTS (SELECT FROM surveys_checkflag flag WHERE flag.response_id = response.id),
    EXISTS (SELECT FROM surveys_submission sent WHERE sent.response_id = response.id)
FROM surveys_response response
JOIN surveys_unit unit ON unit.id = response.unit_id
JOIN surveys_campaign campaign ON campaign.id = unit.campaign_id
WHERE response.id = %s
"""  # noqa: S608 - the names are the models' own
LOCK = f"{READ} FOR UPDATE OF response"
# The locks are taken in this order.
LOCK_AND_HOLD = f"{READ} FOR SHARE OF campaign FOR UPDATE OF response"


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


def lock(response: Response, *, hold: bool = False) -> Response:
    """Return the response, locked until the transaction ends, with what its rules need.

    ``hold`` keeps the edition from closing too, which is locked first, as whoever closes it does.
    ``has_flags`` says whether any figure of it was doubted and ``was_sent`` whether it ever was
    submitted; both as of before a wait for the lock.
    """
    found = ROWS.first(LOCK_AND_HOLD if hold else LOCK, [response.pk])
    if found is None:
        raise Response.DoesNotExist
    rows, (has_flags, was_sent) = found
    locked = rows["response"]
    locked.unit, locked.unit.campaign = rows["unit"], rows["campaign"]
    locked.version = known_version(locked.version_id)
    locked.has_flags, locked.was_sent = has_flags, was_sent
    return locked


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
