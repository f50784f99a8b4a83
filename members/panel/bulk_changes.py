"""Changing many rows so that it can be taken back: what they held is kept, and compared before it returns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import BulkChange, User


class UndoRefused(Exception):
    """A change that cannot be taken back; the text can be shown."""


@dataclass(frozen=True)
class Undone:
    """How many rows are as they were, and the names of those that somebody changed since."""

    restored: int
    moved_on: tuple[str, ...]


@transaction.atomic
def change_many(
    model: type[models.Model],
    keys: Sequence[int],
    fields: Sequence[str],
    *,
    title: str,
    by: User,
    perform: Callable[[], object],
) -> BulkChange | None:
    """Run ``perform`` and keep what it changed in ``fields`` of these rows; None when it changed nothing.

    Locks the rows first, so that what is kept is what was there.
    """
    before = states_of(model, keys, fields)
    perform()
    after = states_of(model, keys, fields)
    content = [[key, before[key], after[key]] for key in before if before[key] != after.get(key)]
    if not content:
        return None
    return BulkChange.objects.create(
        title=title, model=model._meta.label_lower, content=content, rows=len(content), made_by=by
    )


def states_of(model: type[models.Model], keys: Sequence[int], fields: Sequence[str]) -> dict[int, dict]:
    rows = model._base_manager.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {row.pk: state_of(row, fields) for row in rows}


def state_of(row: models.Model, fields: Sequence[str]) -> dict:
    """Return the fields as JSON can hold them, None kept apart from the empty text."""
    return {
        name: None if field.value_from_object(row) is None else field.value_to_string(row)
        for name in fields
        if (field := row._meta.get_field(name))
    }


@transaction.atomic
def undo_change(change: BulkChange, *, by: User) -> Undone:
    """Put back every row that is still as the change left it; raises UndoRefused the second time."""
    change = BulkChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.undone_at:
        raise UndoRefused(_("This change has been undone already."))
    model = apps.get_model(change.model)
    kept = {key: (before, after) for key, before, after in change.content}
    rows = model._base_manager.select_for_update(of=("self",)).filter(pk__in=kept).order_by("pk")
    restored, moved_on = 0, []
    for row in rows:
        before, after = kept[row.pk]
        if state_of(row, list(after)) != after:
            moved_on.append(str(row))
            continue
        for name, value in before.items():
            field = model._meta.get_field(name)
            setattr(row, field.attname, None if value is None else field.to_python(value))
        row.save(update_fields=list(before))
        restored += 1
    change.undone_at, change.undone_by = timezone.now(), by
    change.save(update_fields=["undone_at", "undone_by"])
    return Undone(restored, tuple(moved_on))
