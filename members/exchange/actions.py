"""Taking a file in, and carrying out what was shown of it: all of it or nothing."""

import hashlib
from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from members.enums import ImportState
from members.models import ImportBatch, ImportedFile, RememberedTitle
from tera.spreadsheets.reading import read_table
from tera.spreadsheets.table import Row, Table

from .cells import fold
from .columns import guess_columns
from .errors import AlreadyDone, Expired, HasErrors, MovedOn
from .planning import Note, Plan, Planner, unnoted
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


def load_table(batch: ImportedFile) -> Table:
    if batch.is_gone:
        raise Expired
    rows = [Row(*row) for row in batch.content["rows"]]
    return Table(batch.content["titles"], rows, batch.content["encoding"], batch.content["other_sheets"])


def plan_import(batch: ImportBatch, *, lock: bool = False, note: Note = unnoted) -> Plan:
    return Planner(load_table(batch), batch.columns, lock=lock).plan(note)


@transaction.atomic
def choose_columns(batch: ImportBatch, columns: list[str]) -> None:
    """Keep which column of the register each title stands for, for this file and the next ones.

    What was found with other columns is forgotten. Locks the file.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    table = load_table(batch)
    batch.columns, batch.report = columns, None
    batch.save(update_fields=["columns", "report"])
    titles = {fold(title): column for title, column in zip(table.titles, columns, strict=True) if fold(title)}
    RememberedTitle.objects.bulk_create(
        (RememberedTitle(title=title[:200], column=column) for title, column in titles.items()),
        update_conflicts=True,
        unique_fields=["title"],
        update_fields=["column"],
    )


def confirm_import(
    batch: ImportBatch, digest: str, *, by, checked: Note = unnoted, written: Note = unnoted
) -> ImportBatch:
    """Do what the plan with this digest says; exactly once.

    Holds the file and locks the organisations it concerns. Raises AlreadyDone, MovedOn when the register
    would give another plan by now, HasErrors, Expired; then nothing has changed.
    """
    try:
        with transaction.atomic():
            return carry_out(batch, digest, by=by, checked=checked, written=written)
    except IntegrityError as error:
        # Somebody added the same organisation, number or membership in this very moment.
        raise MovedOn from error


def carry_out(batch: ImportBatch, digest: str, *, by, checked: Note, written: Note) -> ImportBatch:
    hold(batch)
    batch = ImportBatch.objects.get(pk=batch.pk)
    if batch.state == ImportState.APPLIED:
        raise AlreadyDone(batch)
    plan = plan_import(batch, lock=True, note=checked)
    if plan.digest != digest:
        raise MovedOn
    if plan.has_errors:
        raise HasErrors
    # Before they are written: then none is new any more.
    counts = plan.counts
    # The untranslated columns repeat the first language's.
    with translation.override("es"):
        write_rows(plan, written)
    batch.settle(counts, applied_by=by)
    return batch


def hold(batch: ImportedFile) -> None:
    """Keep everybody else from carrying out the same file, and leave its row free for how far it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(batch.pk)])


def expire_files() -> int:
    """Delete the files that nobody confirmed in time; what was imported stays on record without its rows."""
    late = ImportBatch.objects.filter(state=ImportState.WAITING, expires_at__lte=timezone.now())
    return late.delete()[0]
