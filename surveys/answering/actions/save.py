"""Saving answers: what changed, once for each request."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys.answering.cells import Change, cell_of
from surveys.answering.confirmations import to_confirm_again
from surveys.answering.draft import Draft, changed
from surveys.answering.errors import CellRefused
from surveys.answering.merge import settle
from surveys.answering.storing import Log
from surveys.enums import AnswerOrigin
from surveys.instrument.cells import Cells, Key
from surveys.models import Response

from .explain import clear_settled
from .guard import lock, refuse_if_moved, refuse_unless_writable

SAVED_BEFORE = """
SELECT event.base_revision, event.at, variable.code, event.row_key, event.col_key
FROM surveys_answerevent event JOIN surveys_variable variable ON variable.id = event.variable_id
WHERE event.response_id = %s AND event.request_id = %s ORDER BY event.seq
"""


@dataclass(frozen=True)
class Saved:
    """A save that the database has: the response's revision, when, and the cells that changed."""

    revision: int
    at: datetime
    keys: tuple[Key, ...]
    repeated: bool = False
    cells: Cells = field(default_factory=dict, compare=False, repr=False)
    """All the response's cells after it; of a repeated save none, for later ones may have changed them."""
    draft: Draft | None = field(default=None, compare=False, repr=False)
    """The response as it now stands, for whoever goes on in the same transaction."""


@transaction.atomic
def save_cells(
    response: Response,
    cells: Iterable[Change],
    *,
    request_id: UUID,
    actor: str,
    origin: str = AnswerOrigin.RESPONDENT,
    read_as: str = "",
    at: datetime | None = None,
) -> Saved:
    """Store what changed, with one event for each cell, and move the revision on.

    The same ``request_id`` again changes nothing and returns what it did the first time.
    ``read_as`` is the hash of the definition that the values were read with.
    All or nothing: raises ``SurveyClosed``, ``AlreadySubmitted``, ``VersionChanged``, ``CellRefused``
    or ``Conflict``.
    """
    at = at or timezone.now()
    return save_locked(
        lock(response), cells, request_id=request_id, actor=actor, origin=origin, read_as=read_as, at=at
    )


def save_locked(
    response: Response,
    cells: Iterable[Change],
    *,
    request_id: UUID,
    actor: str,
    origin: str,
    read_as: str,
    at: datetime,
) -> Saved:
    """Do what ``save_cells`` does to a response that is locked already."""
    # Whatever was logged moved the revision on.
    if response.revision and (earlier := saved_before(response, request_id)):
        return earlier
    refuse_unless_writable(response, at)
    refuse_if_moved(response, read_as)
    draft = Draft.of(response)
    changes = list(cells)
    wanted = {change.key: cell_of(change, draft.definition) for change in changes}
    refuse_removed(draft, wanted)
    before = draft.cells
    new = changed(settle(draft, wanted, {change.key: change.base for change in changes}), before)
    if new:
        new |= to_confirm_again(draft.definition, new, before)
        draft.put(new, actor=actor, origin=origin)
        draft.mark_path()
        response.revision, response.saved_at = response.revision + 1, at
        draft.write(Log(request_id, actor, tuple(new), before))
        clear_settled(draft, new)
    else:
        response.saved_at = at
        response.save(update_fields=["saved_at"])
    return Saved(response.revision, at, tuple(new), cells=draft.cells, draft=draft)


def refuse_removed(draft: Draft, wanted: Cells) -> None:
    """Refuse answers for rows that are not, or no more, in their list; no query where there is no list."""
    keys = [key for key in wanted if key.row and key.variable in draft.definition.lists]
    rows = draft.lists() if keys else {}
    for key in keys:
        if key.row not in rows.get(key.variable, ()):
            raise CellRefused(key, _("This row was removed. Add it again if it is still needed."))


def saved_before(response: Response, request_id: UUID) -> Saved | None:
    with connection.cursor() as cursor:
        cursor.execute(SAVED_BEFORE, [response.pk, request_id])
        rows = cursor.fetchall()
    if not rows:
        return None
    base, at = rows[0][:2]
    return Saved(base + 1, at, tuple(Key(*row[2:]) for row in rows), repeated=True)
