"""Run the demonstration: exit code 0 after Ctrl-C, 1 with a message when something is in the way."""

import argparse
import http.client
import os
import shutil
import signal
import socket
import sys
import time
from contextlib import ExitStack

import django
from django.core.exceptions import ImproperlyConfigured
from rich.console import Console

from tera.demo import children
from tera.demo.lock import only_demo, stop_running
from tera.demo.problem import DemoProblem
from tera.demo.progress import step
from tera.postgres import server
from tera.postgres.cluster import BASE_DIR, PostgresError, cluster
from tera.postgres.use import running
from tera.translations import compile_catalogues

READY_SECONDS = 60
HOST = "127.0.0.1"
STATE = BASE_DIR / ".data"
LOCK = STATE / "demo.lock"
CLUSTER = cluster(BASE_DIR, "demo")


class Stopped(Exception):
    """Ctrl-C, or another request to stop."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tera.demo", description=__doc__)
    parser.add_argument("--reset", action="store_true", help="throw the demonstration's data away first")
    reset = parser.parse_args(arguments).reset
    console = Console(highlight=False)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        port = chosen_port()
        configure(port)
        if reset:
            start_over(console)
        with only_demo(LOCK, f"http://{HOST}:{port}"):
            refuse_busy_port(port)
            serve(console, port)
    except Stopped:
        console.print("Stopped.")
    except (DemoProblem, PostgresError, ImproperlyConfigured) as problem:
        console.print(f"[red]✗[/] {problem}", markup=True, soft_wrap=True)
        return 1
    return 0


def stop(number: int, frame: object) -> None:
    # Heard once: a second Ctrl-C, or the one that `make` passes on, must not break the tidying up.
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def chosen_port() -> int:
    value = os.environ.get("PORT") or "8000"
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise DemoProblem(f"PORT is {value!r}; use a number from 1 to 65535.")
    return int(value)


def configure(port: int) -> None:
    os.environ["TERA_MODE"] = "demo"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tera.settings"
    # Links in mails and on pages must lead to this very server.
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")


def refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise DemoProblem(
                f"Port {port} cannot be used ({error.strerror}). Choose another: make demo PORT={port + 1}"
            ) from None


def serve(console: Console, port: int) -> None:
    """Prepare, start the children, and watch them until somebody stops us or one of them dies."""
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            with step(console, "PostgreSQL"):
                stack.enter_context(running(CLUSTER))
        with step(console, "Message catalogues") as note:
            # Before Django starts: it reads them once, and addresses come from them too.
            note("compiled" if compile_catalogues() else "up to date")
        django.setup()
        from tera.demo import prepare, welcome  # noqa: PLC0415 - they need the settings

        prepare.prepare(console)
        started: list[children.Child] = []
        with children.all_stopped_after(started):
            with step(console, "Worker, clock and web server"):
                for name, command in commands(port).items():
                    started.append(children.start(name, command, folder=BASE_DIR, logs=STATE / "logs"))
                wait_until_ready(port, started)
            welcome.show(console, os.environ["SITE_URL"])
            while True:
                for child in started:
                    child.check()
                time.sleep(0.5)


def commands(port: int) -> dict[str, list[str]]:
    return {
        "background worker": [sys.executable, "manage.py", "db_worker", "--queue-name", "*"],
        "clock": [sys.executable, "manage.py", "run_clock"],
        "web server": [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
            *("--host", HOST, "--port", str(port), "--workers", "1", "--blocking-threads", "4"),
            "tera.wsgi:application",
        ],
    }


def wait_until_ready(port: int, started: list[children.Child]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    answer = "no answer"
    while time.monotonic() < deadline:
        for child in started:
            child.check()
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=10)
            connection.request("GET", "/readyz")
            response = connection.getresponse()
            answer = f"{response.status} {response.read().decode(errors='replace')}"
            if response.status == 200:
                return
        except OSError as error:
            answer = str(error)
        time.sleep(0.1)
    raise DemoProblem(
        f"The site is not ready after {READY_SECONDS} s (/readyz: {answer}). "
        f"The web server's log ends:\n{started[-1].tail()}"
    )


def start_over(console: Console) -> None:
    """Stop a running demonstration and delete its data."""
    if stop_running(LOCK):
        console.print("[green]✓[/] Stopped the running demonstration")
    if os.environ.get("DATABASE_URL"):
        django.setup()
        from tera.demo.erase import erase_database  # noqa: PLC0415 - it needs the settings

        erase_database()
    else:
        server.erase(CLUSTER)
    for folder in ("mail", "logs"):
        shutil.rmtree(STATE / folder, ignore_errors=True)
    (STATE / "demo-password").unlink(missing_ok=True)
    console.print("[green]✓[/] Deleted the demonstration's data")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
