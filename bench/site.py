"""The site under measurement: its own database with the demonstration's data, and one web process."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg2
from django.core.management import call_command, get_commands
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT
from rich.console import Console

from bench.client import Target, fetch_once
from tera.demo.prepare import collect_static_files
from tera.postgres.cluster import BASE_DIR

DATABASE = "tera_bench"
LOG = BASE_DIR / ".data" / "logs" / "bench-server.log"


def create_database(url: str, name: str = DATABASE) -> str:
    """Make a database anew on the server of ``url``; return its own address."""
    connection = psycopg2.connect(url)
    try:
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name}")
    finally:
        connection.close()
    return f"{url.rpartition('/')[0]}/{name}"


def prepare(console: Console) -> None:
    """Fill the database as a demonstration's, and collect the static files that pages refer to."""
    collect_static_files()
    call_command("migrate", verbosity=0, interactive=False)
    for command in ("load_baseline", "load_demo"):
        if command in get_commands():
            console.print(f"{command} …")
            call_command(command, verbosity=0)


def served(workers: int = 1) -> AbstractContextManager[int]:
    """Serve the site while the block runs; yield its port."""
    environment = os.environ | {"PYTHONPATH": str(BASE_DIR)}
    return serving(sys.executable, "tera.wsgi:application", "/readyz", BASE_DIR, environment, workers)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(
    python: str | Path, application: str, ready: str, folder: str | Path, environment: dict, workers: int
) -> Iterator[int]:
    """Serve an application with granian, one thread a worker, while the block runs; yield its port."""
    port = free_port()
    command = [
        *(str(python), "-m", "granian", "--interface", "wsgi", "--no-ws", "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "1", application),
    ]
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("a") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        wait_until_ready(port, ready, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def wait_until_ready(port: int, path: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if fetch_once(Target(port, path))[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The web server is not ready. Its log, {LOG}, ends:\n{LOG.read_text()[-2000:]}")
