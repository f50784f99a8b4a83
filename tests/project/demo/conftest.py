"""A checkout without the two loaders, which take their time, and the demonstrations started in it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psycopg2
import pytest

from tera.postgres import server
from tera.postgres.cluster import BASE_DIR, cluster

PATIENCE = 180  # seconds; a busy machine is no failure
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


@pytest.fixture(scope="package")
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
