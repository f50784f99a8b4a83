"""The jobs that run by the clock; every app registers its own in its ``jobs`` module."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone
from django.utils.functional import Promise

MIDNIGHT = time(0)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Job:
    """Work that is due again and again. ``run`` must be harmless to repeat; what it returns is shown."""

    name: str
    label: str | Promise
    every: timedelta
    at: time
    run: Callable[[], object]

    def last_due(self, now: datetime) -> datetime:
        """Return the latest time not after ``now`` at which the job was due, counted from ``at`` each day."""
        start = timezone.make_aware(datetime.combine(timezone.localdate(now), self.at))
        if start > now:
            start = timezone.make_aware(datetime.combine(timezone.localdate(now) - DAY, self.at))
        if self.every >= DAY:
            return start
        # In UTC: on the nights when the clocks change, time of the wall would name an hour twice or never.
        start = start.astimezone(UTC)
        return start + (now - start) // self.every * self.every

    def next_due(self, now: datetime) -> datetime:
        return self.last_due(now) + self.every


JOBS: dict[str, Job] = {}


def every(minutes: int, label: str | Promise) -> Callable[[Callable], Callable]:
    """Register a function to run every so many minutes."""
    return register(label, timedelta(minutes=minutes), MIDNIGHT)


def daily(at: time, label: str | Promise) -> Callable[[Callable], Callable]:
    """Register a function to run once a day, at a time of the cluster's clock."""
    return register(label, timedelta(days=1), at)


def register(label: str | Promise, period: timedelta, at: time) -> Callable[[Callable], Callable]:
    def keep(run: Callable[[], object]) -> Callable[[], object]:
        name = f"{run.__module__}.{run.__qualname__}".replace(".jobs.", ".")
        JOBS[name] = Job(name, label, period, at, run)
        return run

    return keep
