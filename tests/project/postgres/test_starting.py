"""The embedded server starts whatever state the last stop left it in."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from tera.postgres import server
from tera.postgres.cluster import PostgresError, cluster
from tera.postgres.programs import account
from tests.project.postgres.conftest import ask, copy, rows, tidy_up, write_row

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc"),
]


@pytest.fixture
def throwaway(tmp_path, made):
    found = cluster(tmp_path / "checkout", "test")
    copy(made, found)
    yield found
    tidy_up(found)


def postmaster(it):
    return int((it.data / "postmaster.pid").read_text().split("\n", 1)[0])


def family(process):
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *map(int, children)]


def kill(*processes):
    for process in processes:
        os.kill(process, signal.SIGKILL)


def sleeper():
    """A process of the server's account that has nothing to do with it."""
    owner = account()
    return subprocess.Popen(["sleep", "60"], user=owner.pw_uid if owner else None, cwd="/")


def test_start_says_whether_it_started_and_stop_stops(fresh):
    assert server.start(fresh) is True
    assert server.start(fresh) is False
    assert ask(fresh, "SELECT current_database(), current_setting('fsync')") == [("tera", "on")]

    server.stop(fresh)

    assert server.is_ready(fresh) is False


@pytest.mark.parametrize("whole_family", [False, True], ids=["postmaster", "every process"])
def test_start_survives_kill(it, whole_family):
    server.start(it)
    write_row(it)
    leader = postmaster(it)
    kill(*(family(leader) if whole_family else [leader]))

    server.start(it)

    assert rows(it) == [(1,)]
    assert postmaster(it) != leader


def test_start_waits_for_orphan_that_still_works(it):
    server.start(it)
    write_row(it)
    busy = psycopg2.connect(host=str(it.sockets), user="tera", dbname="tera", async_=True)
    wait(busy)
    # A backend in the middle of a query hears of the postmaster's death only when the query ends.
    busy.cursor().execute("SELECT count(*) FROM generate_series(1, 12000000)")
    kill(postmaster(it))

    server.start(it)

    assert rows(it) == [(1,)]
    assert "pre-existing shared memory block" in it.log.read_text()
    busy.close()


def wait(connection):
    while connection.poll() != psycopg2.extensions.POLL_OK:
        time.sleep(0.01)


def test_start_ignores_pid_taken_by_another_process(it):
    server.start(it)
    write_row(it)
    kill(*family(postmaster(it)))
    with sleeper() as other:
        for path in (it.data / "postmaster.pid", it.sockets / ".s.PGSQL.5432.lock"):
            _, rest = path.read_text().split("\n", 1)
            path.write_text(f"{other.pid}\n{rest}")

        server.start(it)

        assert rows(it) == [(1,)]
        assert other.poll() is None
        other.kill()


def test_start_mends_swept_socket_folder(it):
    server.start(it)
    write_row(it)
    shutil.rmtree(it.sockets)

    server.start(it)

    assert rows(it) == [(1,)]


def test_start_keeps_damaged_data_aside(fresh):
    (fresh.data / "base").mkdir(parents=True)
    (fresh.data / "base" / "1").write_text("precious")
    draft = fresh.data.with_name("postgres-demo.new")
    (draft / "base").mkdir(parents=True)

    server.start(fresh)

    (aside,) = fresh.data.parent.glob("postgres-demo.damaged-*")
    assert (aside / "base" / "1").read_text() == "precious"
    assert not draft.exists()
    assert ask(fresh, "SELECT 1") == [(1,)]


def test_spoilt_cluster_is_reported_when_durable(it):
    server.start(it)
    server.stop(it)
    (it.data / "global" / "pg_control").write_bytes(b"")

    with pytest.raises(PostgresError, match=r"did not start[\s\S]+pg_control[\s\S]+make demo-reset"):
        server.start(it)


def test_spoilt_cluster_of_tests_is_made_anew(throwaway):
    server.start(throwaway)
    server.stop(throwaway)
    (throwaway.data / "global" / "pg_control").write_bytes(b"")

    server.start(throwaway)

    assert ask(throwaway, "SELECT current_setting('fsync')") == [("off",)]
