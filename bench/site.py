"""The site under measurement: its own database with the demonstration's data, and one web process."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.core.management import call_command, get_commands
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT
from rich.console import Console

from bench.client import Target, fetch_once
from tera.demo.prepare import collect_static_files
from tera.postgres.cluster import BASE_DIR

DATABASE = "tera_bench"
LOG = BASE_DIR / ".data" / "logs" / "bench-server.log"


def create_database(url: str) -> str:
    """Make the database anew on the server of ``url``; return its own address."""
    connection = psycopg2.connect(url)
    try:
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {DATABASE}")
    finally:
        connection.close()
    return f"{url.rpartition('/')[0]}/{DATABASE}"


def prepare(console: Console) -> None:
    """Fill the database as a demonstration's, and collect the static files that pages refer to."""
    collect_static_files()
    call_command("migrate", verbosity=0, interactive=False)
    for command in ("load_baseline", "load_demo"):
        if command in get_commands():
            console.print(f"{command} …")
            call_command(command, verbosity=0)


@contextmanager
def served() -> Iterator[int]:
    """Serve the site with one worker while the block runs; yield its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "1", "tera.wsgi:application"),
    ]
    LOG.parent.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"PYTHONPATH": str(BASE_DIR)}
    with LOG.open("w") as log:
        process = subprocess.Popen(command, cwd=BASE_DIR, env=environment, stdout=log, stderr=log)
    try:
        wait_until_ready(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def wait_until_ready(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if fetch_once(Target(port, "/readyz"))[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The web server is not ready. Its log, {LOG}, ends:\n{LOG.read_text()[-2000:]}")
