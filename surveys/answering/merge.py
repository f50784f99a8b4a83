"""What happens when two people wrote the same cell: three ways are compared, none is lost silently."""

from collections.abc import Mapping

from django.db.models import Q

from surveys.instrument.cells import Cell, Key
from surveys.models import AnswerEvent

from .cells import cell_of_event
from .draft import Draft
from .errors import Clash, Conflict


def settle(draft: Draft, wanted: Mapping[Key, Cell], bases: Mapping[Key, int | None]) -> dict[Key, Cell]:
    """Return the cells to write; raises ``Conflict`` where both sides changed a cell differently.

    A page sends every cell it shows, also those its reader never touched. Such a cell
    still holds what it held at the page's revision: then the other's change stays. What a page
    held at a revision that never was is not known: there, every difference is a conflict.
    """
    last = draft.response.revision
    moved = {
        key: cell
        for key, cell in wanted.items()
        if (row := draft.rows.get(key))
        and (base := bases.get(key)) is not None
        and not row.revision <= base <= last
    }
    if not moved:
        return dict(wanted)
    stored = draft.cells
    earlier = values_at(draft, {key: bases[key] for key in moved if bases[key] <= last})
    clashes = tuple(
        clash(draft, key, cell)
        for key, cell in moved.items()
        if cell != stored[key] and cell != earlier.get(key)
    )
    if clashes:
        raise Conflict(clashes, draft.response.revision)
    return {key: cell for key, cell in wanted.items() if key not in moved}


def clash(draft: Draft, key: Key, ours: Cell) -> Clash:
    row = draft.rows[key]
    return Clash(key, theirs=draft.cells[key], ours=ours, by=row.updated_by, at=row.updated_at)


def values_at(draft: Draft, revisions: Mapping[Key, int]) -> dict[Key, Cell]:
    """Return what each cell held at a revision: the old value of the first event after it."""
    places = Q(pk__in=[])
    for key, revision in revisions.items():
        places |= Q(
            variable__code=key.variable,
            row_key=key.row,
            col_key=key.col,
            base_revision__gte=revision,
        )
    values: dict[Key, Cell] = {}
    events = AnswerEvent.objects.filter(places, response=draft.response).select_related("variable")
    for event in events.order_by("id"):
        key = Key(event.variable.code, event.row_key, event.col_key)
        values.setdefault(key, cell_of_event(event.old, draft.definition.slot_of(key).kind))
    return values
