"""Adding, taking over and removing the rows of a list; removing is marking."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from surveys.answering.cells import Change
from surveys.answering.draft import Draft
from surveys.answering.errors import ListFull, NoSuchRow
from surveys.answering.previous import cells_of_last_edition
from surveys.enums import AnswerOrigin, RowState
from surveys.instrument.cells import Key
from surveys.instrument.parser import compiled
from surveys.instrument.questions import MOST_ROWS, Question
from surveys.models import Response, RowItem

from .guard import lock, refuse_unless_writable
from .save import save_cells

# What names a row is taken over; its figures are asked anew.
TAKEN_OVER = ("text", "single")


@transaction.atomic
def add_row(response: Response, variable: str, *, request_id: UUID, at: datetime | None = None) -> RowItem:
    """Add an empty row at the end of a list; the same request again returns the row it made.

    Locks the response. Raises ``SurveyClosed``, ``AlreadySubmitted``, ``NoSuchRow`` or ``ListFull``.
    """
    response = _open(response, at)
    _list_of(response, variable)
    key = uuid5(request_id, variable)
    if known := response.row_items.filter(list_code=variable, key=key).first():
        return known
    return _append(response, variable, key, RowState.ADDED)


@transaction.atomic
def take_over_row(
    response: Response, variable: str, key: UUID, *, request_id: UUID, actor: str, at: datetime | None = None
) -> RowItem:
    """Say that a row of the last edition still stands: its name comes along, its figures do not."""
    response = _open(response, at)
    question, before = _list_of(response, variable), cells_of_last_edition(response).cells
    named = {
        column.code: cell.value
        for column in question.columns
        if column.kind in TAKEN_OVER and (cell := before.get(Key(variable, str(key), column.code)))
    }
    if not named:
        raise NoSuchRow
    if known := response.row_items.filter(list_code=variable, key=key).first():
        return known
    item = _append(response, variable, key, RowState.CONFIRMED)
    changes = [Change(variable, value, row=str(key), col=col) for col, value in named.items()]
    save_cells(
        response,
        changes,
        request_id=uuid5(request_id, str(key)),
        actor=actor,
        origin=AnswerOrigin.CONFIRMED,
        at=at,
    )
    return item


@transaction.atomic
def remove_row(
    response: Response, variable: str, key: UUID, *, actor: str, at: datetime | None = None
) -> RowItem:
    """Mark a row as removed, or one of the last edition as ended; its answers stay and count no more."""
    response = _open(response, at)
    _list_of(response, variable)
    at = at or timezone.now()
    draft = Draft.of(response)
    item = response.row_items.filter(list_code=variable, key=key).first()
    if item is None:
        if not any(cell.row == str(key) for cell in cells_of_last_edition(response).cells):
            raise NoSuchRow
        item = _append(response, variable, key, RowState.ENDED)
    if item.removed_at is None:
        item.removed_at, item.removed_by = at, actor
        item.save(update_fields=["removed_at", "removed_by"])
        draft.forget_lists()
        draft.mark_path()
        draft.write()
    return item


def _open(response: Response, at: datetime | None) -> Response:
    response = lock(response)
    refuse_unless_writable(response, at or timezone.now())
    return response


def _list_of(response: Response, variable: str) -> Question:
    definition = compiled(response.version)
    if variable not in definition.lists:
        raise NoSuchRow
    return definition.questions[variable]


def _append(response: Response, variable: str, key: UUID, state: str) -> RowItem:
    mine = response.row_items.filter(list_code=variable)
    if mine.filter(removed_at=None).count() >= MOST_ROWS:
        raise ListFull
    last = mine.aggregate(last=Max("position"))["last"] or 0
    return RowItem.objects.create(
        response=response, list_code=variable, key=key, position=last + 1, state=state
    )
