"""Making two records of one organisation or person one, and parting them again."""

from collections.abc import Collection

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone, translation

from members.enums import MergeOutcome
from members.models import Merge, Organisation

from .errors import CannotUndo, Conflicting, Forgotten, MovedOn, UndoneAlready
from .ledger import Entry, Key, only, read_rows, restore
from .outcomes import Outcome
from .planning import MergePlan, TableChange, find_pair, gathered_names


def merge_records(
    model: type[models.Model],
    kept_pk: int,
    merged_pk: int,
    *,
    digest: str,
    from_merged: Collection[str] = (),
    by,
) -> Merge:
    """Move everything that points at the second record to the first, and delete the second.

    ``from_merged`` names the fields whose value the second gives. Locks both records, so that nothing
    can be attached to either meanwhile. Raises a MergeRefused; then nothing has changed.
    """
    try:
        # The untranslated columns follow the language in force.
        with transaction.atomic(), translation.override("es"):
            return carry_out(model, kept_pk, merged_pk, digest, from_merged, by)
    except IntegrityError as error:
        raise Conflicting([]) from error


def carry_out(model, kept_pk: int, merged_pk: int, digest: str, from_merged, by) -> Merge:
    kept, merged = find_pair(model, kept_pk, merged_pk, lock=True)
    plan = MergePlan(kept, merged)
    if plan.digest != digest:
        raise MovedOn
    if plan.stops:
        raise Conflicting(plan.stops)
    before = plan.before
    names = {"kept_name": str(kept)[:250], "merged_name": str(merged)[:250]}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        # What hangs from an absorbed row moves before that row goes.
        for table in reversed(plan.tables):
            for outcome in table.outcomes:
                settle(table, outcome)
        model._base_manager.filter(pk=merged.pk)._raw_delete("default")
        take_fields(plan, from_merged)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    after = read_rows(before)
    return Merge.objects.create(
        model=model._meta.label,
        kept_pk=kept_pk,
        merged_pk=merged_pk,
        made_by=by,
        content=[entry(key, plan.touched[key], text, after.get(key)) for key, text in before.items()],
        **names,
    )


def entry(key: Key, columns: set[str] | None, before: str, after: str | None) -> list:
    if columns is not None:
        before, after = only(before, columns), only(after, columns)
    return [*key, before, after]


def settle(table: TableChange, outcome: Outcome) -> None:
    rows = type(outcome.row)._base_manager
    if outcome.kind == MergeOutcome.MOVES:
        rows.filter(pk=outcome.row.pk).update(**{table.reference.name: table.target}, **outcome.updates)
        return
    rows.filter(pk=outcome.row.pk)._raw_delete("default")
    if outcome.updates:
        rows.filter(pk=outcome.twin.pk).update(**outcome.updates)


def take_fields(plan: MergePlan, from_merged: Collection[str]) -> None:
    kept = plan.kept
    for choice in plan.choices:
        if choice.field.name in from_merged:
            setattr(kept, choice.field.attname, choice.other)
    if isinstance(kept, Organisation):
        kept.other_names = gathered_names(kept, plan.merged)
    kept.save()


def undo_merge(merge: Merge, *, by) -> Merge:
    """Put every row back as it was; raises CannotUndo when one has been changed since, UndoneAlready."""
    try:
        with transaction.atomic():
            merge = Merge.objects.select_for_update().get(pk=merge.pk)
            if merge.undone_at:
                raise UndoneAlready
            if not merge.content:
                raise Forgotten
            lock_kept(merge)
            with connection.cursor() as cursor:
                # The record that stayed may have had no owner before.
                cursor.execute("SET LOCAL tera.restoring = 'on'; SET CONSTRAINTS ALL DEFERRED")
                restore(Entry(*entry) for entry in merge.content)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL tera.restoring = 'off'")
            merge.undone_at, merge.undone_by = timezone.now(), by
            merge.save(update_fields=["undone_at", "undone_by"])
            return merge
    except IntegrityError as error:
        raise CannotUndo(merge.merged_name) from error


def lock_kept(merge: Merge) -> None:
    model = apps.get_model(merge.model)
    list(model._base_manager.select_for_update(of=["self"]).filter(pk=merge.kept_pk))
