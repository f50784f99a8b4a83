"""Taking a file in, and carrying out what was shown of it: all of it or nothing."""

import hashlib
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from members.enums import ImportState
from members.models import ImportBatch, RememberedTitle
from tera.spreadsheets.reading import read_table
from tera.spreadsheets.table import Row, Table

from .cells import fold
from .columns import guess_columns
from .errors import Expired, HasErrors, MovedOn
from .planning import Plan, Planner
from .writing_rows import write_rows

KEPT_FOR = timedelta(hours=24)


def receive_file(content: bytes, name: str, *, by) -> ImportBatch:
    """Read an uploaded file and keep its rows for a day, with a guess at its columns.

    Raises SpreadsheetRefused. Files that have waited too long go at the same time.
    """
    expire_files()
    table = read_table(content)
    remembered = dict(RememberedTitle.objects.values_list("title", "column"))
    return ImportBatch.objects.create(
        created_by=by,
        file_name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        content=dump_table(table),
        row_count=len(table.rows),
        columns=guess_columns(table.titles, remembered),
        expires_at=timezone.now() + KEPT_FOR,
    )


def dump_table(table: Table) -> dict:
    return {
        "titles": table.titles,
        "rows": [[row.number, row.cells, row.formulas, row.errors] for row in table.rows],
        "encoding": table.encoding,
        "other_sheets": table.other_sheets,
    }


def load_table(batch: ImportBatch) -> Table:
    if batch.content is None or batch.expires_at <= timezone.now():
        raise Expired
    rows = [Row(*row) for row in batch.content["rows"]]
    return Table(batch.content["titles"], rows, batch.content["encoding"], batch.content["other_sheets"])


def plan_import(batch: ImportBatch) -> Plan:
    return Planner(load_table(batch), batch.columns).plan()


@transaction.atomic
def choose_columns(batch: ImportBatch, columns: list[str]) -> None:
    """Keep which column of the register each title stands for, for this file and the next ones."""
    table = load_table(batch)
    batch.columns = columns
    batch.save(update_fields=["columns"])
    titles = {fold(title): column for title, column in zip(table.titles, columns, strict=True) if fold(title)}
    RememberedTitle.objects.bulk_create(
        (RememberedTitle(title=title[:200], column=column) for title, column in titles.items()),
        update_conflicts=True,
        unique_fields=["title"],
        update_fields=["column"],
    )


def confirm_import(batch: ImportBatch, digest: str, *, by) -> ImportBatch:
    """Do what the plan with this digest says; a second press finds it done and changes nothing.

    Locks the batch and the organisations it concerns. Raises MovedOn when the register would give
    another plan by now, HasErrors, Expired; then nothing has changed.
    """
    try:
        with transaction.atomic(), translation.override("es"):
            return carry_out(batch, digest, by=by)
    except IntegrityError as error:
        # Somebody added the same organisation, number or membership in this very moment.
        raise MovedOn from error


def carry_out(batch: ImportBatch, digest: str, *, by) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == ImportState.APPLIED:
        return batch
    plan = Planner(load_table(batch), batch.columns, lock=True).plan()
    if plan.digest != digest:
        raise MovedOn
    if plan.has_errors:
        raise HasErrors
    batch.counts = plan.counts
    write_rows(plan)
    batch.state = ImportState.APPLIED
    batch.applied_at = timezone.now()
    batch.applied_by = by
    batch.content = None
    batch.save()
    return batch


def expire_files() -> int:
    """Delete the files that nobody confirmed in time; what was imported stays on record without its rows."""
    late = ImportBatch.objects.filter(state=ImportState.WAITING, expires_at__lte=timezone.now())
    return late.delete()[0]
