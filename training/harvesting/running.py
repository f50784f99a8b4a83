"""One visit from beginning to end: read, doubt the number, apply, and write down what became of it."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tera.outgoing.client import Client
from tera.outgoing.errors import RequestFailed
from training.enums import HarvestState, SourceState
from training.models import HarvestRun, HarvestSource

from .alarms import tell_managers
from .applying import Applier, Change, mark_missing
from .items import ItemTrouble, Reading, VisitTrouble
from .visit import visit

logger = logging.getLogger(__name__)
MOST_ROWS = 500


class SourceGone(Exception):
    """The source was deleted while it was visited."""


class SourceSwitchedOff(Exception):
    """The source was paused, or given another address, while it was visited."""


def perform(run_id: int, client: Client | None = None) -> None:
    """Make the visit that was asked for; harmless when it was made already or is being made."""
    claimed = HarvestRun.objects.filter(pk=run_id, state=HarvestState.QUEUED).update(
        state=HarvestState.RUNNING, started_at=timezone.now()
    )
    if not claimed:
        return
    run = HarvestRun.objects.select_related("source__provider__organisation").get(pk=run_id)
    try:
        reading = read(run, client or Client())
        judge_and_apply(run, reading)
    except SourceGone:
        # The visit's row went with it.
        return
    except SourceSwitchedOff:
        end(run, HarvestState.FAILED, trouble=VisitTrouble.SWITCHED_OFF)
        return
    except RequestFailed as failure:
        end(run, HarvestState.FAILED, trouble=failure.trouble.value, trouble_detail=failure.detail[:200])
    except Exception:
        logger.exception("The visit %s failed", run_id)
        end(run, HarvestState.FAILED, trouble=VisitTrouble.ERROR)
    is_bad = run.state in (HarvestState.ALARM, HarvestState.FAILED) and not run.is_test
    if is_bad and HarvestRun.objects.filter(pk=run.pk).exists():
        tell_managers(run)


def read(run: HarvestRun, client: Client) -> Reading:
    source = run.source
    organisation = source.provider.organisation
    names = {
        name.casefold()
        for name in (organisation.trade_name, organisation.legal_name, organisation.slug)
        if name
    }
    rows = HarvestRun.objects.filter(pk=run.pk)
    return visit(
        source.kind,
        source.url,
        client=client,
        language=source.language,
        only=source.only,
        provider_names=names,
        note=lambda done, total: rows.update(done=done, total=total) and None,
    )


def judge_and_apply(run: HarvestRun, reading: Reading) -> None:
    """Apply what was read, unless there is too little of it. A test takes everything back in the end."""
    run.seen = len(reading.items)
    last = run.source.runs.good().exclude(pk=run.pk).first()
    run.expected = last.seen if last else 0
    with transaction.atomic():
        # A visit is one at a time; a source that is deleted or paused meanwhile stops it here.
        hold_source(run)
        dropped = is_drop(run)
        changes = [] if dropped else apply(run, reading, timezone.now())
        if run.is_test:
            transaction.set_rollback(True)
    if dropped:
        end(run, HarvestState.ALARM, reading)
        return
    run.changes = [change.row() for change in changes if change.what != "unchanged"][:MOST_ROWS]
    end(run, HarvestState.DONE, reading)


def hold_source(run: HarvestRun) -> None:
    """Lock the source; what was read is good only while the source is what the visit began with."""
    rows = HarvestSource.objects.select_for_update(of=("self",), no_key=True)
    source = rows.filter(pk=run.source_id).first()
    if source is None:
        raise SourceGone
    is_allowed = run.is_test or source.state == SourceState.APPROVED
    if not is_allowed or source.signature != run.signature:
        raise SourceSwitchedOff


def is_drop(run: HarvestRun) -> bool:
    """Nothing at all is never a success, also if the site says it is."""
    if not run.seen:
        return True
    least = run.expected * (100 - run.source.drop_limit) / 100
    return run.seen < least and not (run.takes_drop or run.is_test)


def apply(run: HarvestRun, reading: Reading, at: datetime) -> list[Change]:
    applier = Applier(run.source, at)
    changes = [applier.apply(item) for item in reading.items]
    reading.problems += applier.problems
    unread = {problem.where for problem in reading.problems if problem.code not in ItemTrouble.values}
    missing = mark_missing(run.source, {item.key for item in reading.items}, unread, at)
    for what in ("new", "changed", "unchanged", "left_out"):
        setattr(run, what, sum(change.what == what for change in changes))
    run.gone = len(missing)
    return changes


def end(run: HarvestRun, state: HarvestState, reading: Reading | None = None, **about) -> None:
    """Write down what became of a visit, unless its source was deleted with it."""
    run.state, run.ended_at = state, timezone.now()
    if reading:
        run.problems = [problem.row() for problem in reading.problems[:MOST_ROWS]]
    for name, value in about.items():
        setattr(run, name, value)
    # What was noted on the way is in the database only.
    noted = [f.name for f in run._meta.fields if f.name not in ("id", "source", "done", "total")]
    HarvestRun.objects.filter(pk=run.pk).update(**{name: getattr(run, name) for name in noted})
