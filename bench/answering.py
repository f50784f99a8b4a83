"""Companies that answer the shipped questionnaire over HTTP, each with a browser session of its own."""

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import timezone

from bench.fielding import large_edition
from surveys.answering.cells import cell_of
from surveys.answering.fields import initial_of
from surveys.answering.grants import hold
from surveys.demo_answers import invent
from surveys.instrument.cells import Cells
from surveys.instrument.checks import failures
from surveys.instrument.definition import Definition
from surveys.instrument.parser import compiled
from surveys.instrument.routing import Step, find_path
from surveys.models import Invitation, Response, Unit

CLIENTS = 8
TOKEN = "b" * 32
PAGE = ("profile", "headcount")
FORM = "application/x-www-form-urlencoded"


class Browser:
    """One keep-alive connection with the session of one company's invitation."""

    def __init__(self, port: int, response: Response, session: str):
        self.response = response
        self.line = HTTPConnection("127.0.0.1", port, timeout=30)
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: TOKEN}
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}

    def get(self, name: str) -> None:
        self.line.request("GET", self.address(name), headers=self.headers)
        self.expect(200)

    def post(self, name: str, *place: str, fields: dict, status: int = 302) -> None:
        body = urlencode(fields | {"csrfmiddlewaretoken": TOKEN}, doseq=True)
        headers = self.headers | {"Content-Type": FORM}
        self.line.request("POST", self.address(name, *place), body=body, headers=headers)
        self.expect(status)

    def send(self) -> None:
        self.post("submit", fields={"idempotency_key": uuid.uuid4(), "declared": "on"})

    def expect(self, status: int) -> None:
        answer = self.line.getresponse()
        text = answer.read()
        if answer.status != status:
            raise RuntimeError(f"The survey answered {answer.status}, not {status}: {text[:300]!r}")

    def address(self, name: str, *place: str) -> str:
        return reverse(f"surveys:{name}", args=[self.response.pk, *place])


@dataclass(frozen=True)
class Paper:
    """One company's answers, page by page, as a browser sends them."""

    pages: tuple[tuple[tuple[str, str], dict], ...]

    @property
    def requests(self) -> int:
        """Start page, every page of questions, the sending and the receipt."""
        return len(self.pages) + 3

    def fill_in(self, browser: Browser) -> None:
        browser.get("start")
        self.save(browser)
        browser.send()
        browser.get("receipt")

    def save(self, browser: Browser) -> None:
        for place, fields in self.pages:
            browser.post("page", *place, fields=fields | {"revision": 0, "request_id": uuid.uuid4()})


@contextmanager
def browsers(port: int, number: int) -> Iterator[list[Browser]]:
    """Yield browsers of so many companies that have not begun, each let in already."""
    campaign = large_edition()
    units = list(Unit.objects.filter(campaign=campaign, response=None).order_by("-pk")[:number])
    responses = Response.objects.bulk_create(
        Response(unit=unit, version_id=campaign.version_id) for unit in units
    )
    until = timezone.now() + timedelta(days=1)
    invitations = Invitation.objects.bulk_create(
        Invitation(unit=unit, token_hash=uuid.uuid4().hex, expires_at=until) for unit in units
    )
    opened = [
        Browser(port, response, session_of(invitation))
        for response, invitation in zip(responses, invitations, strict=True)
    ]
    yield opened
    for browser in opened:
        browser.line.close()


def session_of(invitation: Invitation) -> str:
    session = SessionStore()
    hold(session, invitation.pk)
    session.create()
    return session.session_key


def papers() -> list[Paper]:
    """Return invented answers that are complete and look odd nowhere."""
    definition = compiled(large_edition().version)
    found = []
    for changes in invent([12, 20, 35, 8, 60, 15, 28, 9], seed=7):
        cells = {change.key: cell_of(change, definition) for change in changes}
        path = find_path(definition, cells)
        if not path.missing() and not failures(definition, path.cells):
            found.append(Paper(tuple(sent_by(definition, path.steps, cells))))
    return found


def sent_by(definition: Definition, steps: tuple[Step, ...], cells: Cells) -> Iterator[tuple]:
    for step in steps:
        fields = {}
        for question in step.questions:
            for slot in question.slots():
                fields |= initial_of(slot, cells.get(slot.key))
        yield step.codes, {name: "on" if value is True else value for name, value in fields.items()}


def submissions_per_second(port: int, number: int) -> tuple[float, float]:
    """Let eight clients send whole questionnaires; return how many a second, and the requests."""
    written = papers()
    with browsers(port, number) as companies:
        sheets = [written[place % len(written)] for place in range(number)]
        began = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(Paper.fill_in, sheets, companies))
        taken = time.perf_counter() - began
    return number / taken, sum(sheet.requests for sheet in sheets) / taken


def autosave_times(port: int, seconds: float, per_second: int) -> list[float]:
    """Save one figure after another at a steady pace; return what each took since it was due, in ms."""
    gap = CLIENTS / per_second
    with browsers(port, CLIENTS) as companies:
        began = time.perf_counter() + 0.1

        def save(client: int) -> list[float]:
            taken = []
            for turn in range(int(seconds / gap)):
                due = began + (turn + client / CLIENTS) * gap
                time.sleep(max(0.0, due - time.perf_counter()))
                fields = {"headcount": str(turn + 1), "revision": turn, "request_id": uuid.uuid4()}
                companies[client].post("autosave", *PAGE, fields=fields, status=200)
                taken.append((time.perf_counter() - due) * 1000)
            return taken

        with ThreadPoolExecutor(CLIENTS) as pool:
            return sorted(time for times in pool.map(save, range(CLIENTS)) for time in times)
