"""Running what is due: each job once for each time it is due, whoever asks and however often."""

import logging
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from .models import Run
from .registry import JOBS, Job

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 3
OUTCOME_LENGTH = Run._meta.get_field("outcome").max_length


def run_due(now: datetime | None = None) -> list[Run]:
    """Run every job whose last time has not been taken; return the runs of this call.

    The row is taken by an INSERT on a unique key, so several clocks never run one time twice. Of the
    times missed while no clock ran only the last is made up for. A run that was killed is taken again,
    at most twice.
    """
    now = now or timezone.now()
    runs = [run for job in JOBS.values() if (run := claim(job, now))]
    for run in runs:
        perform(run)
    return runs


def claim(job: Job, now: datetime) -> Run | None:
    """Take a job's last due time, or its killed run; None when it is taken."""
    due_at = job.last_due(now)
    run, is_new = Run.objects.get_or_create(job=job.name, due_at=due_at, defaults={"started_at": now})
    if is_new:
        return run
    if run.ended_at or run.attempts >= MOST_ATTEMPTS:
        return None
    killed = Run.objects.lost(now).filter(pk=run.pk, attempts=run.attempts)
    if not killed.update(started_at=now, attempts=F("attempts") + 1):
        return None
    run.refresh_from_db()
    return run


def perform(run: Run) -> None:
    """Run it and write down what came of it; a failure is logged and stops nothing else."""
    try:
        outcome = JOBS[run.job].run()
        run.outcome = "" if outcome is None else str(outcome)[:OUTCOME_LENGTH]
        run.error = ""
    except Exception as error:
        logger.exception("The job %s failed", run.job)
        run.error = f"{type(error).__name__}: {error}"
    run.ended_at = timezone.now()
    run.save(update_fields=["outcome", "error", "ended_at"])
