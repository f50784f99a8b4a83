"""``make demo`` for real: it serves, keeps what was typed, and stops everything that it started."""

import http.cookiejar
import os
import re
import signal
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tera.postgres import server
from tests.project.demo.conftest import PATIENCE, free_port

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc"),
]
MANAGER = "manager@demo.tera.example"


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
