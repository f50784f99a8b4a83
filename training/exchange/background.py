"""Files too big to be looked at while somebody waits: the worker does it, and the page says how far it is."""

import logging
import time
from functools import partial
from uuid import UUID

from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from members.enums import ImportState
from members.exchange.errors import ImportRefused, MovedOn
from members.models import User
from training.enums import ImportWork
from training.models import OfferImport

from .actions import confirm_import, plan_import
from .report import report_of

logger = logging.getLogger(__name__)
NOTED = "UPDATE training_offerimport SET stage = %s, done = %s, total = %s, noted_at = now() WHERE id = %s"


class Progress:
    """Notes how far the work is, on a line of its own: the work is one transaction, seen when it ends."""

    def __init__(self, batch: OfferImport, every: float = 0.5) -> None:
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
        with self.line.cursor() as cursor:
            cursor.execute(NOTED, [stage.value, done, total, self.batch.pk])


def perform(batch_id: UUID | str, user_id: int) -> None:
    """Do what was asked for; harmless when it was done already or is being done."""
    now = timezone.now()
    waiting = OfferImport.objects.filter(pk=batch_id, started_at=None).exclude(work="")
    if not waiting.update(started_at=now, noted_at=now):
        return
    batch = OfferImport.objects.select_related("provider__organisation").get(pk=batch_id)
    with translation.override(batch.language):
        trouble = ""
        try:
            with Progress(batch) as progress:
                trouble = work_on(batch, User.objects.get(pk=user_id), progress)
        except ImportRefused as refused:
            trouble = str(refused)
        except Exception:
            logger.exception("The import %s failed", batch_id)
            trouble = _("Something failed on our side and nothing was imported. Try it once more.")
    OfferImport.objects.filter(pk=batch_id, started_at=now).update(work="", trouble=trouble[:300])


def work_on(batch: OfferImport, by: User, progress: Progress) -> str:
    """Return what stood in the way, empty if nothing did."""
    checked = partial(progress.note, ImportWork.CHECK)
    if batch.work == ImportWork.CHECK:
        check(batch, checked)
        return ""
    try:
        written = partial(progress.note, ImportWork.WRITE)
        confirm_import(batch, batch.digest, by=by, checked=checked, written=written)
    except MovedOn as moved:
        # What was shown is no longer true, so it is worked out anew.
        check(batch, checked)
        return str(moved)
    return ""


def check(batch: OfferImport, note) -> None:
    report = report_of(plan_import(batch, note=note))
    OfferImport.objects.filter(pk=batch.pk, state=ImportState.WAITING).update(report=report.as_data())
