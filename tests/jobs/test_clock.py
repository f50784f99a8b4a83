from datetime import UTC, datetime, time, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from jobs.clock import run_due
from jobs.models import Run
from jobs.registry import JOBS, Job, daily, every

pytestmark = pytest.mark.django_db
MADRID = ZoneInfo("Europe/Madrid")
NOON = datetime(2026, 11, 25, 12, 0, 30, tzinfo=MADRID)


@pytest.fixture
def only():
    """An empty registry of jobs; returns it."""
    kept = dict(JOBS)
    JOBS.clear()
    yield JOBS
    JOBS.clear()
    JOBS.update(kept)


@pytest.fixture
def job(only):
    calls = []

    def count() -> str:
        calls.append(1)
        return "counted"

    only["count"] = Job("count", "Count", timedelta(minutes=10), time(0), count)
    return calls


@pytest.mark.parametrize(
    ("period", "at", "now", "due"),
    [
        (timedelta(minutes=1), time(0), "2026-11-25 12:00:30", "2026-11-25 12:00"),
        (timedelta(minutes=10), time(0), "2026-11-25 12:19:59", "2026-11-25 12:10"),
        (timedelta(days=1), time(3, 30), "2026-11-25 03:30:00", "2026-11-25 03:30"),
        (timedelta(days=1), time(3, 30), "2026-11-25 03:29:59", "2026-11-24 03:30"),
        (timedelta(minutes=1), time(0), "2026-11-25 00:00:00", "2026-11-25 00:00"),
    ],
)
def test_job_is_due_at_the_last_of_its_times(period, at, now, due):
    moment = datetime.fromisoformat(now).replace(tzinfo=MADRID)

    assert Job("x", "X", period, at, print).last_due(moment) == datetime.fromisoformat(due).replace(
        tzinfo=MADRID
    )


@pytest.mark.parametrize("night", ["2027-03-27 20:00", "2026-10-24 20:00"])
def test_no_time_is_left_out_or_doubled_when_the_clocks_change(night):
    start = datetime.fromisoformat(night).replace(tzinfo=UTC)
    often = Job("x", "X", timedelta(minutes=5), time(0), print)
    nightly = Job("y", "Y", timedelta(days=1), time(3, 30), print)
    minutes = [start + timedelta(minutes=number) for number in range(2 * 24 * 60)]

    assert {often.last_due(now).astimezone(UTC) for now in minutes} == set(minutes[::5])
    assert {nightly.last_due(now).astimezone(MADRID).replace(tzinfo=None) for now in minutes} == {
        datetime.fromisoformat(night[:10]) + timedelta(days=number, hours=3, minutes=30)
        for number in range(3)
    }


def test_job_runs_once_for_each_time_it_is_due(job):
    run_due(NOON)
    run_due(NOON + timedelta(minutes=5))
    assert len(job) == 1

    run_due(NOON + timedelta(minutes=10))
    assert len(job) == 2
    assert set(Run.objects.values_list("outcome", "error", "attempts")) == {("counted", "", 1)}


def test_of_the_times_missed_in_an_outage_one_is_made_up_for(job):
    run_due(NOON)
    run_due(NOON + timedelta(hours=9))

    assert len(job) == 2


def test_failure_is_kept_and_stops_no_other_job(job, only):
    def fail() -> None:
        raise ValueError("no luck")

    only["fail"] = Job("fail", "Fail", timedelta(days=1), time(1), fail)
    only["count"] = only.pop("count")

    run_due(NOON)

    assert Run.objects.get(job="fail").error == "ValueError: no luck"
    assert Run.objects.failed().count() == 1
    assert len(job) == 1


def test_killed_run_is_taken_again_after_a_while_and_at_most_twice(job):
    Run.objects.create(job="count", due_at=NOON.replace(second=0), started_at=NOON)
    run_due(NOON + timedelta(minutes=9))
    assert job == []

    lost = Job("lost", "Lost", timedelta(days=1), time(0), lambda: job.append(1))
    JOBS["lost"] = lost
    JOBS.pop("count")
    Run.objects.create(job="lost", due_at=lost.last_due(NOON), started_at=NOON - timedelta(minutes=31))
    assert Run.objects.lost(NOON).count() == 1
    run_due(NOON)
    assert len(job) == 1
    assert Run.objects.get(job="lost").attempts == 2

    Run.objects.filter(job="lost").update(ended_at=None, attempts=3, started_at=NOON - timedelta(hours=2))
    assert run_due(NOON) == []


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_run_a_job_once(job):
    start = Barrier(2)

    def tick() -> None:
        start.wait()
        run_due(NOON)
        connection.close()

    clocks = [Thread(target=tick) for _ in range(2)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()

    assert len(job) == 1
    assert Run.objects.count() == 1


def test_decorators_register_under_the_name_of_the_function(only):
    @every(5, "Often")
    def often() -> None: ...

    @daily(time(4), "Nightly")
    def nightly() -> None: ...

    assert [(job.label, job.every) for job in only.values()] == [
        ("Often", timedelta(minutes=5)),
        ("Nightly", timedelta(days=1)),
    ]


def test_command_runs_what_is_due_now(job, capsys):
    call_command("run_clock", "--once")

    assert capsys.readouterr().out == "count: counted\n"


def test_every_registered_job_runs(capsys):
    runs = run_due(timezone.now())

    assert {run.job for run in runs} == set(JOBS)
    assert {run.error for run in runs} == {""}
    assert len(runs) >= 3
