"""What somebody asks of a file: few rows are answered at once, many by the worker."""

from django.db import transaction
from django.utils import timezone, translation

from members.enums import ImportState
from members.models import User
from training.enums import ImportWork
from training.models import OfferImport, Provider

from .actions import confirm_import, receive_file
from .tasks import work_on_import


def take_file(content: bytes, name: str, *, by: User, provider: Provider | None = None) -> OfferImport:
    """Take a file in and have it looked at. Raises SpreadsheetRefused."""
    batch = receive_file(content, name, by=by, provider=provider)
    if batch.is_big:
        ask_worker(batch, ImportWork.CHECK, by=by)
    return batch


def ask_to_confirm(batch: OfferImport, digest: str, *, by: User) -> OfferImport | None:
    """Carry a file out, or have the worker do it: then None. Raises ImportRefused."""
    if not batch.is_big:
        return confirm_import(batch, digest, by=by)
    ask_worker(batch, ImportWork.WRITE, by=by, digest=digest)
    return None


@transaction.atomic
def ask_worker(batch: OfferImport, work: ImportWork, *, by: User, digest: str = "") -> None:
    """Have the worker look at a file or carry it out; while it is at it, a second press changes nothing."""
    now = timezone.now()
    mine = OfferImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if mine.state == ImportState.APPLIED or (mine.work and not mine.is_lost(now)):
        return
    mine.work, mine.digest, mine.trouble = work, digest, ""
    mine.language = translation.get_language()[:2]
    mine.started_at = mine.noted_at = None
    mine.stage, mine.done, mine.total = "", 0, 0
    mine.save()
    transaction.on_commit(lambda: work_on_import.enqueue(str(mine.pk), by.pk))


def ask_again(batch: OfferImport, *, by: User) -> None:
    """Have the work of a worker that was stopped done by another."""
    ask_worker(batch, ImportWork(batch.work or ImportWork.CHECK), by=by, digest=batch.digest)
