"""``python -m bench.proofs.kills``: processes killed at random while figures are saved.

Proof 1: the web process, the worker and PostgreSQL are killed with SIGKILL, one or another every few
seconds, until 10,000 saves have been acknowledged. Every client sends a save again, as the page's
script does, until it is acknowledged. Then what was acknowledged is compared with what is stored:
each has exactly one event with its figure, and each company's last figure is its answer.

PostgreSQL is one of its own in a temporary folder, durable as in production.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid4

from rich.console import Console
from rich.progress import Progress

from bench import site
from bench.proofs import ground
from tera.postgres import server
from tera.postgres.cluster import BASE_DIR, Cluster, cluster

SAVES, COMPANIES = 10_000, 8
PAUSE = (8.0, 20.0)
PATIENCE = 90.0
WHOM = ("web", "worker", "postgres")


@dataclass
class Site:
    """The processes of a site, each of which can be killed and comes back."""

    port: int
    database: Cluster | None = None
    web: subprocess.Popen | None = None
    worker: subprocess.Popen | None = None
    kills: Counter[str] = field(default_factory=Counter)

    def start_web(self) -> None:
        self.web = self._run(
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--port", str(self.port)),
            *("--workers", "2", "--blocking-threads", "1", "tera.wsgi:application"),
        )

    def start_worker(self) -> None:
        command = ("manage.py", "db_worker", "--queue-name", "*", "--no-reload")
        self.worker = self._run(sys.executable, *command)

    def _run(self, *command: str) -> subprocess.Popen:
        return subprocess.Popen(
            command,
            cwd=BASE_DIR,
            env=os.environ | {"PYTHONPATH": str(BASE_DIR)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill(self, whom: str) -> None:
        """Kill with SIGKILL, and start again what does not start itself."""
        self.kills[whom] += 1
        if whom == "postgres":
            pid = int((self.database.data / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, signal.SIGKILL)
            server.start(self.database)
            return
        process = self.web if whom == "web" else self.worker
        end(process)
        self.start_web() if whom == "web" else self.start_worker()

    def stop(self) -> None:
        for process in (self.web, self.worker):
            if process:
                end(process)


def end(process: subprocess.Popen) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@dataclass(frozen=True)
class Acknowledged:
    """A save that the site said it has: which request, what figure, and the revision it became."""

    response: UUID
    request_id: UUID
    figure: int
    revision: int


class Company:
    """One company's page, which sends one figure after another and each until it is acknowledged."""

    def __init__(self, port: int, response: UUID, session: str):
        from django.conf import settings  # noqa: PLC0415 - Django has to be set up first
        from django.urls import reverse  # noqa: PLC0415

        from bench.one_page import PAGE, TOKEN  # noqa: PLC0415

        self.port, self.response, self.token = port, response, TOKEN
        self.path = reverse("surveys:autosave", args=[response, *PAGE])
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: TOKEN}
        self.headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.revision, self.figure, self.again, self.line = 0, 0, 0, None

    def save_next(self) -> Acknowledged:
        self.figure += 1
        request_id = uuid4()
        fields = {"bench-1": self.figure, "revision": self.revision, "request_id": request_id}
        body = urlencode(fields | {"csrfmiddlewaretoken": self.token})
        until = time.monotonic() + PATIENCE
        while True:
            status, text = self._post(body)
            if status == 200:
                self.revision = json.loads(text)["revision"]
                return Acknowledged(self.response, request_id, self.figure, self.revision)
            if status and status < 500 or time.monotonic() > until:
                raise RuntimeError(f"The site answered {status}: {text[:300]!r}")
            self.again += 1
            time.sleep(0.1)

    def _post(self, body: str) -> tuple[int, bytes]:
        self.line = self.line or HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            self.line.request("POST", self.path, body=body, headers=self.headers)
            answer = self.line.getresponse()
            return answer.status, answer.read()
        except (OSError, HTTPException):
            self.line.close()
            self.line = None
            return 0, b""


def save_all(companies: list[Company], saves: int, on_save=lambda: None) -> list[Acknowledged]:
    """Let the companies save side by side until so many saves are acknowledged."""
    kept: list[Acknowledged] = []
    lock, errors = threading.Lock(), []

    def work(company: Company) -> None:
        try:
            while not errors:
                with lock:
                    if len(kept) >= saves:
                        return
                acknowledged = company.save_next()
                with lock:
                    kept.append(acknowledged)
                on_save()
        except Exception as error:  # noqa: BLE001 - told by the caller's thread
            errors.append(error)

    threads = [threading.Thread(target=work, args=(company,)) for company in companies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return kept


def differences(kept: list[Acknowledged]) -> list[str]:
    """Compare what was acknowledged with what is stored; return what differs."""
    from surveys.models import Answer, AnswerEvent, Response  # noqa: PLC0415

    found = []
    stored: dict[UUID, list[tuple]] = {}
    responses = {each.response for each in kept}
    events = AnswerEvent.objects.filter(response__in=responses)
    for request_id, new, base in events.values_list("request_id", "new", "base_revision"):
        stored.setdefault(request_id, []).append((int(new["value"]), base + 1))
    for each in kept:
        if stored.get(each.request_id) != [(each.figure, each.revision)]:
            found.append(f"{each} is stored as {stored.get(each.request_id)}")
    last = {each.response: each for each in sorted(kept, key=lambda each: each.revision)}
    for pk, each in last.items():
        figure = Answer.objects.get(response=pk, variable__code="bench-1").num
        revision = Response.objects.get(pk=pk).revision
        if (figure, revision) != (each.figure, each.revision):
            found.append(f"{pk} holds {figure} at {revision}, acknowledged {each.figure} at {each.revision}")
    if len(stored) != len(kept):
        found.append(f"{len(stored)} requests stored, {len(kept)} acknowledged")
    return found


def kill_now_and_then(running: Site, stop: threading.Event, rng: random.Random, errors: list) -> None:
    try:
        while not stop.wait(rng.uniform(*PAUSE)):
            running.kill(rng.choice(WHOM))
    except Exception as error:  # noqa: BLE001 - told by the caller's thread
        errors.append(error)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--saves", type=int, default=SAVES)
    parser.add_argument("--seed", type=int, default=20_261_125)
    asked = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the server may run under an account of its own
        database = cluster(Path(folder), "demo")
        server.start(database)
        try:
            return prove(console, database, asked.saves, random.Random(asked.seed))  # noqa: S311
        finally:
            server.stop(database)


def prove(console: Console, database: Cluster, saves: int, rng: random.Random) -> int:
    ground.set_up(database.url)
    from bench.one_page import companies, one_page_edition  # noqa: PLC0415 - Django has to be set up first

    port = site.free_port()
    running = Site(port, database)
    running.start_web()
    running.start_worker()
    stop, errors = threading.Event(), []
    opened = [Company(port, *pair) for pair in companies(one_page_edition(), COMPANIES)]
    killer = threading.Thread(target=kill_now_and_then, args=(running, stop, rng, errors))
    began = time.perf_counter()
    killer.start()
    try:
        with Progress(console=console, transient=True) as progress:
            bar = progress.add_task("Saving", total=saves)
            kept = save_all(opened, saves, lambda: progress.advance(bar))
    finally:
        stop.set()
        killer.join()
        running.stop()
    from django.db import connection  # noqa: PLC0415

    connection.close()  # the server it knew was killed
    wrong = differences(kept) + [repr(error) for error in errors]
    kills = ", ".join(f"{whom} {running.kills[whom]}" for whom in WHOM)
    console.print(
        f"{len(kept):,} saves acknowledged in {time.perf_counter() - began:.0f} s, sent again "
        f"{sum(company.again for company in opened):,} times; killed with SIGKILL: {kills}; "
        f"difference between acknowledged and stored: {len(wrong)}",
        highlight=False,
    )
    for text in wrong[:20]:
        console.print(text, highlight=False)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
