"""Files too big to be looked at while somebody waits: the worker does it, and the page says how far it is.

The same for the register and, with an ``Importer`` of its own, for the catalogue.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks.base import Task

from members.enums import ImportState, ImportWork
from members.models import ImportedFile, User

from .errors import AlreadyDone, ImportRefused, MovedOn
from .planning import Note
from .report import report_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Importer:
    """What is done with the files of one kind: ``plan`` works out what they would do, ``confirm`` does it."""

    model: type[ImportedFile]
    plan: Callable
    confirm: Callable
    task: Task


class Progress:
    """Notes how far the work is, on a line of its own: the work is one transaction, seen when it ends."""

    def __init__(self, batch: ImportedFile, every: float = 0.5) -> None:
        self.batch, self.every, self.next = batch, every, 0.0

    def __enter__(self) -> "Progress":
        self.line = connection.copy()
        return self

    def __exit__(self, *_error) -> None:
        self.line.close()

    def note(self, stage: ImportWork, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self.next and done < total:
            return
        self.next = now + self.every
        table = connection.ops.quote_name(self.batch._meta.db_table)
        noted = f"UPDATE {table} SET stage = %s, done = %s, total = %s, noted_at = now() WHERE id = %s"  # noqa: S608 - ours
        with self.line.cursor() as cursor:
            cursor.execute(noted, [stage.value, done, total, self.batch.pk])


def ask_to_confirm(importer: Importer, batch: ImportedFile, digest: str, *, by: User) -> ImportedFile | None:
    """Carry a file out, or have the worker do it: then None. Raises ImportRefused."""
    if not batch.is_big:
        return importer.confirm(batch, digest, by=by)
    ask_worker(importer, batch, ImportWork.WRITE, by=by, digest=digest)
    return None


@transaction.atomic
def ask_worker(
    importer: Importer, batch: ImportedFile, work: ImportWork, *, by: User, digest: str = ""
) -> None:
    """Have the worker look at a file or carry it out; while it is at it, a second press changes nothing.

    Raises AlreadyDone.
    """
    now = timezone.now()
    mine = importer.model.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if mine.state == ImportState.APPLIED:
        raise AlreadyDone(mine)
    if mine.work and not mine.is_lost(now):
        return
    mine.work, mine.digest, mine.trouble = work, digest, ""
    mine.language = translation.get_language()[:2]
    mine.started_at, mine.noted_at = None, now
    mine.stage, mine.done, mine.total = "", 0, 0
    mine.save()
    transaction.on_commit(lambda: importer.task.enqueue(str(mine.pk), by.pk))


def ask_again(importer: Importer, batch: ImportedFile, *, by: User) -> None:
    """Have the work of a worker that was stopped done by another."""
    ask_worker(importer, batch, ImportWork(batch.work or ImportWork.CHECK), by=by, digest=batch.digest)


def perform(importer: Importer, batch_id: UUID | str, user_id: int) -> None:
    """Do what was asked for; harmless when it was done already or is being done."""
    now = timezone.now()
    files = importer.model.objects
    if not files.filter(pk=batch_id, started_at=None).exclude(work="").update(started_at=now, noted_at=now):
        return
    batch = files.get(pk=batch_id)
    with translation.override(batch.language):
        trouble = ""
        try:
            with Progress(batch) as progress:
                trouble = work_on(importer, batch, User.objects.get(pk=user_id), progress)
        except AlreadyDone:
            trouble = ""
        except ImportRefused as refused:
            trouble = str(refused)
        except Exception:
            logger.exception("The import %s failed", batch_id)
            trouble = _("Something failed on our side and nothing was imported. Try it once more.")
    files.filter(pk=batch_id, started_at=now).update(work="", trouble=trouble[:300])


def work_on(importer: Importer, batch: ImportedFile, by: User, progress: Progress) -> str:
    """Return what stood in the way, empty if nothing did."""
    checked = partial(progress.note, ImportWork.CHECK)
    if batch.work == ImportWork.CHECK:
        check(importer, batch, checked)
        return ""
    try:
        written = partial(progress.note, ImportWork.WRITE)
        importer.confirm(batch, batch.digest, by=by, checked=checked, written=written)
    except MovedOn as moved:
        # What was shown is no longer true, so it is worked out anew.
        check(importer, batch, checked)
        return str(moved)
    return ""


def check(importer: Importer, batch: ImportedFile, note: Note) -> None:
    report = report_of(importer.plan(batch, note=note))
    waiting = importer.model.objects.filter(pk=batch.pk, state=ImportState.WAITING)
    waiting.update(report=report.as_data())
