"""What a manager does with a source: try it, approve it, pause it, have it visited."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from training.enums import HarvestState, SourceState
from training.models import HarvestRun, HarvestSource

from .alarms import tell_managers
from .items import VisitTrouble
from .tasks import visit_source


class SourceRefused(Exception):
    """A source cannot be used so; the text says why and can be shown."""


@transaction.atomic
def request_visit(
    source: HarvestSource,
    *,
    by: User | None = None,
    is_test: bool = False,
    takes_drop: bool = False,
) -> HarvestRun:
    """Queue a visit. While one is waiting or under way there is no second: that one is returned."""
    source = HarvestSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if source.state != SourceState.APPROVED and not is_test:
        raise SourceRefused(_("Approve the source first: until then it can only be tried."))
    give_up_lost(source, timezone.now())
    if active := source.runs.active().first():
        return active
    run = HarvestRun.objects.create(
        source=source, is_test=is_test, takes_drop=takes_drop, by=by, signature=source.signature
    )
    transaction.on_commit(lambda: visit_source.enqueue(run.pk))
    return run


def give_up_lost(source: HarvestSource, now: datetime) -> None:
    """Call those visits failed whose worker was killed, and tell the team; the next one begins anew."""
    for run in source.runs.lost(now):
        run.state, run.ended_at, run.trouble = HarvestState.FAILED, now, VisitTrouble.LOST
        run.save(update_fields=["state", "ended_at", "trouble"])
        if not run.is_test:
            tell_managers(run)


@transaction.atomic
def approve_source(source: HarvestSource, *, by: User) -> HarvestSource:
    """Let a source be visited by itself; only after a test of this very address that gave offers."""
    source = HarvestSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    tested = source.runs.filter(is_test=True, state=HarvestState.DONE, signature=source.signature)
    if not tested.exists():
        raise SourceRefused(_("Try the source first: a test of this address has to find offers."))
    source.state, source.approved_at, source.approved_by = SourceState.APPROVED, timezone.now(), by
    source.save(update_fields=["state", "approved_at", "approved_by"])
    return source


@transaction.atomic
def pause_source(source: HarvestSource) -> HarvestSource:
    """Stop visiting a source; what came from it stays."""
    source = HarvestSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if source.state == SourceState.APPROVED:
        source.state = SourceState.PAUSED
        source.save(update_fields=["state"])
    return source


def save_source(source: HarvestSource) -> None:
    """Save what a form changed: another address or kind has to be tried and approved anew."""
    old = HarvestSource.objects.filter(pk=source.pk).first()
    if old and old.signature != source.signature:
        source.state = SourceState.PROPOSED
    source.save()


def request_due_visits(now: datetime) -> int:
    """Queue a visit to each source whose rhythm asks for one; return how many."""
    due = [
        source for source in HarvestSource.objects.filter(state=SourceState.APPROVED) if source.is_due(now)
    ]
    for source in due:
        request_visit(source)
    return len(due)
