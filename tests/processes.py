"""Programs of their own, on the test's database."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from tests import worker_settings

ROOT = Path(__file__).parents[1]


def environment(settings: str, **more: str) -> dict[str, str]:
    """Return what a program needs to run with a settings module on the database of the running test."""
    database = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    if database["HOST"].startswith("/"):
        url = f"postgres://{database['USER']}@/{database['NAME']}?host={database['HOST']}&port={database['PORT']}"
    own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(ROOT)}
    return os.environ | own | more


@contextmanager
def worker() -> Iterator[subprocess.Popen]:
    """Run the real worker on the test's database."""
    started = subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--no-reload", "--interval", "0.1"],
        cwd=ROOT,
        env=environment(worker_settings.__name__),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def wait_until(what, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


@contextmanager
def slow_inserts(table: str, milliseconds: int) -> Iterator[None]:
    """Have each new row of a table take its time, so that a kill falls into the middle."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN PERFORM pg_sleep({milliseconds / 1000}); RETURN NEW; END $$; "
            f"CREATE TRIGGER take_time BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION take_time()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION take_time() CASCADE")


def inserts_are_slow() -> bool:
    """Whether some process waits in the middle of its inserts right now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event = 'PgSleep' AND datname = current_database()"
        )
        return cursor.fetchone()[0] > 0
