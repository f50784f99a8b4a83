"""``make demo`` for real, in a copy of this checkout without the two loaders, which take their time."""

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from pathlib import Path

import psycopg2
import pytest

from tera.postgres import server
from tera.postgres.cluster import BASE_DIR, cluster

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc"),
    pytest.mark.xdist_group("demo"),  # one worker, so that the checkout is set up once
]
PATIENCE = 180  # seconds; a busy machine is no failure
MANAGER = "manager@demo.tera.example"
QUICK_LOADER = """
from django.core.management import BaseCommand
from django.urls import reverse


class Command(BaseCommand):
    def handle(self, *args, **options):
        self.stdout.write(f"Loaded under {reverse('training:offer-list')}")
"""


class Demo:
    """A checkout of its own and the demonstrations started in it."""

    def __init__(self, folder):
        self.folder = folder
        self.cluster = cluster(folder, "demo")
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self, *arguments, **environment):
        return subprocess.Popen(
            [sys.executable, "-m", "tera.demo", *arguments],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "PORT": str(self.port), "PYTHONUNBUFFERED": "1"} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments, **environment):
        """Run to the end, which must come by itself; return exit code and output."""
        process = self.start(*arguments, **environment)
        output, _ = process.communicate(timeout=PATIENCE)
        return process.returncode, output

    def ask(self, query):
        connection = psycopg2.connect(host=str(self.cluster.sockets), user="tera", dbname="tera")
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(query)
                return cursor.fetchall() if cursor.description else None
        finally:
            connection.close()

    def processes(self):
        """The processes that work in this checkout, the database server's included."""
        return {
            int(path.parent.name)
            for path in Path("/proc").glob("[0-9]*/cwd")
            if works_in(path, self.folder) and int(path.parent.name) != os.getpid()
        }

    def is_answering(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def works_in(path, folder):
    try:
        return path.readlink().is_relative_to(folder)
    except OSError:
        return False


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read_until_ready(process):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C stops everything" in line:
            return "".join(lines)
    raise AssertionError("it ended early:\n" + "".join(lines))


def stop(process, number=signal.SIGINT):
    process.send_signal(number)
    output, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, output


def wait_until(condition):
    for _ in range(PATIENCE * 10):
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "checkout"
    files = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in files.stdout.splitlines():
        if Path(name).name not in {"load_baseline.py", "load_demo.py"} and (BASE_DIR / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(BASE_DIR / name, folder / name)
    (folder / "study/management/commands/load_demo.py").write_text(QUICK_LOADER)
    found = Demo(folder)
    yield found
    for process in found.processes():
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    server.erase(found.cluster)


@pytest.fixture
def running(demo):
    process = demo.start()
    process.greeting = read_until_ready(process)
    yield process
    if process.poll() is None:
        stop(process)


def sign_in(address, greeting):
    """Sign in with what the demonstration printed; return the page that follows."""
    password = re.search(rf"{MANAGER}\s+(\S+)", greeting).group(1)
    browser = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    )
    page = browser.open(f"{address}/admin/login/?next=/admin/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode()).group(1)
    fields = {"login": MANAGER, "password": password, "csrfmiddlewaretoken": token, "next": "/admin/"}
    return browser.open(page.geturl(), urllib.parse.urlencode(fields).encode())


def test_demo_serves_and_prints_a_sign_in_that_works(demo, running):
    assert f"{demo.address}/" in running.greeting
    assert "Loaded under /formacion/" in running.greeting, "it loads before it knows its Spanish addresses"

    landed = sign_in(demo.address, running.greeting)

    assert (landed.status, landed.url) == (200, f"{demo.address}/admin/")


def test_second_demo_is_told_where_the_first_runs(demo, running):
    code, output = demo.run(PORT=str(free_port()))

    assert code == 1
    assert f"already runs at {demo.address}" in output
    assert "Traceback" not in output
    assert running.poll() is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_stops_everything_it_started(demo, running, number):
    code, output = stop(running, number)

    assert (code, output.strip().splitlines()[-1]) == (0, "Stopped.")
    assert wait_until(lambda: demo.processes() == set())
    assert not demo.is_answering()
    assert not server.is_ready(demo.cluster)


def test_next_run_keeps_what_was_typed(demo, running):
    demo.ask("UPDATE members_user SET name = 'Typed'")
    stop(running)

    again = demo.start()
    greeting = read_until_ready(again)

    assert "nothing typed is touched" in greeting
    assert (MANAGER, "Typed") in demo.ask("SELECT email, name FROM members_user")
    assert sign_in(demo.address, greeting).status == 200
    stop(again)


@pytest.mark.parametrize(
    ("program", "name"),
    [("db_worker", "background worker"), ("granian", "web server")],
    ids=["worker", "web"],
)
def test_dead_child_stops_everything_and_shows_its_log(demo, running, program, name):
    os.kill(child(running, program), signal.SIGKILL)

    output, _ = running.communicate(timeout=PATIENCE)

    assert running.returncode == 1
    assert f"The {name} stopped by itself (exit code -9)" in output
    assert f"{name.replace(' ', '-')}.log, ends:" in output
    assert "Traceback" not in output
    assert wait_until(lambda: demo.processes() == set())


def child(process, program):
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    (found,) = (int(c) for c in children if program in Path(f"/proc/{c}/cmdline").read_text())
    return found


def test_killed_demo_leaves_no_children_and_the_next_one_starts(demo, running):
    running.kill()
    running.wait()
    assert wait_until(lambda: not demo.is_answering())

    again = demo.start()
    greeting = read_until_ready(again)

    assert "nothing typed is touched" in greeting
    assert stop(again)[0] == 0
    assert wait_until(lambda: demo.processes() == set())


def test_reset_stops_the_running_demo_and_starts_over(demo, running):
    demo.ask("CREATE TABLE typed AS SELECT 1")

    again = demo.start("--reset")
    greeting = read_until_ready(again)

    assert running.wait(timeout=30) == 0
    assert "Stopped the running demonstration" in greeting
    assert demo.ask("SELECT to_regclass('typed')") == [(None,)]
    stop(again)


def test_busy_port_is_explained(demo):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        code, output = demo.run(PORT=str(port))

    assert code == 1
    assert f"Port {port} cannot be used" in output
    assert f"make demo PORT={port + 1}" in output


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"PORT": "eighty"}, "PORT is 'eighty'"),
        ({"PORT": "70000"}, "PORT is '70000'"),
        (
            {"DATABASE_URL": "postgres://tera@127.0.0.1:1/tera_demo"},
            "tera_demo at 127.0.0.1:1 cannot be reached",
        ),
        ({"DATABASE_URL": "mysql://tera@127.0.0.1/tera"}, "is not the address of a PostgreSQL database"),
    ],
    ids=["port word", "port range", "database unreachable", "other database"],
)
@pytest.mark.parametrize("arguments", [[], ["--reset"]], ids=["demo", "reset"])
def test_bad_environment_is_explained_without_traceback(demo, arguments, environment, message):
    code, output = demo.run(*arguments, **environment)

    assert code == 1
    assert message in output
    assert "Traceback" not in output


def test_reset_refuses_database_whose_name_is_not_a_demos(demo):
    code, output = demo.run("--reset", DATABASE_URL="postgres://tera@127.0.0.1:1/tera")

    assert code == 1
    assert "Nothing was deleted" in output


def test_server_that_cannot_start_is_explained(demo):
    demo.cluster.data.mkdir(parents=True, exist_ok=True)
    control = demo.cluster.data / "global" / "pg_control"
    control.parent.mkdir(exist_ok=True)
    control.write_bytes(b"")
    (demo.cluster.data / "PG_VERSION").write_text("18\n")

    code, output = demo.run()

    assert code == 1
    assert "PostgreSQL did not start" in output
    assert "make demo-reset" in output
    assert "Traceback" not in output
