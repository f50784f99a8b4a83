"""Twenty questions on one page, for the same questions asked elsewhere: ours, and who answers them."""

import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from bench.client import Connection
from members.models import Organisation
from surveys.answering.actions import save_cells
from surveys.answering.cells import Change
from surveys.answering.grants import hold
from surveys.instrument.actions import publish_version
from surveys.models import Campaign, Invitation, Questionnaire, QuestionnaireVersion, Response, Unit

TOKEN = "b" * 32
CHOICES = ["uno", "dos", "tres", "cuatro"]
KINDS = ["number"] * 5 + ["single"] * 6 + ["multiple"] * 5 + ["long_text"] * 4
LISTS = ("single", "multiple")
ANSWERS = {"number": "12", "single": "dos", "multiple": ["uno", "tres"], "long_text": "Palabras, y otras."}
PAGE = ("all", "questions")


def questions() -> list[tuple[str, str, list[str]]]:
    """Return each question's text, kind and choices."""
    return [
        (f"Pregunta {place} de veinte", kind, CHOICES if kind in LISTS else [])
        for place, kind in enumerate(KINDS, start=1)
    ]


def definition() -> dict:
    def words(text: str) -> dict:
        return {"es": text, "en": text.replace("Pregunta", "Question").replace("de veinte", "of twenty")}

    asked = [
        {"variable": f"bench-{place}", "kind": kind, "label": words(text), "required": True}
        | ({"choices": [{"code": code, "label": words(code)} for code in choices]} if choices else {})
        for place, (text, kind, choices) in enumerate(questions(), start=1)
    ]
    page = {"code": PAGE[1], "title": words("Preguntas"), "questions": asked}
    section = {"code": PAGE[0], "title": words("Preguntas"), "pages": [page]}
    return {
        "code": "bench-one-page",
        "title": words("Veinte preguntas"),
        "languages": ["es", "en"],
        "sections": [section],
    }


def one_page_edition(code: str = "bench-one-page") -> Campaign:
    questionnaire = Questionnaire.objects.create(code=code, title="Veinte preguntas")
    draft = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=1, definition=definition()
    )
    version = publish_version(draft, by=None)
    opens = timezone.now() - timedelta(days=1)
    return Campaign.objects.create(
        questionnaire=questionnaire,
        version=version,
        edition=code,
        label_es="Veinte preguntas",
        label_en="Twenty questions",
        reference_date=opens.date(),
        opens_at=opens,
        due_at=opens + timedelta(days=20),
        closes_at=opens + timedelta(days=30),
        state="open",
        is_demo=True,
    )


def companies(campaign: Campaign, number: int) -> list[tuple[uuid.UUID, str]]:
    """Make so many companies that have not begun; return each one's response and its browser's session."""
    mark = uuid.uuid4().hex[:8]
    organisations = Organisation.objects.bulk_create(
        Organisation(
            legal_name=f"Inventada {mark} {n}, S.L. (demo)", slug=f"one-page-{mark}-{n}", is_demo=True
        )
        for n in range(number)
    )
    units = Unit.objects.bulk_create(
        Unit(campaign=campaign, organisation=each, name_at_launch=each.legal_name) for each in organisations
    )
    responses = Response.objects.bulk_create(
        Response(unit=unit, version_id=campaign.version_id) for unit in units
    )
    until = timezone.now() + timedelta(days=1)
    invitations = Invitation.objects.bulk_create(
        Invitation(unit=unit, token_hash=uuid.uuid4().hex, expires_at=until) for unit in units
    )
    store = SessionStore()
    sessions = Session.objects.bulk_create(
        Session(
            session_key=uuid.uuid4().hex,
            session_data=store.encode(granted(invitation)),
            expire_date=until,
        )
        for invitation in invitations
    )
    return [(response.pk, each.session_key) for response, each in zip(responses, sessions, strict=True)]


def complete(pk: uuid.UUID) -> Response:
    """Give every answer of a response that has none."""
    response = Response.objects.get(pk=pk)
    values = {"number": 12, "single": "dos", "multiple": ["uno", "tres"], "long_text": "Palabras"}
    changes = [Change(f"bench-{place}", values[kind]) for place, kind in enumerate(KINDS, start=1)]
    save_cells(response, changes, request_id=uuid.uuid4(), actor="Ada")
    return response


def granted(invitation: Invitation) -> dict:
    session = SessionStore()
    hold(session, invitation.pk)
    return dict(session.items())


class Visitor:
    """A visitor with cookies of their own on a connection that others may have used before."""

    def __init__(self, connection: Connection, port: int, session: str = ""):
        self.connection = connection
        cookies = [f"{settings.CSRF_COOKIE_NAME}={TOKEN}"]
        if session:
            cookies.append(f"{settings.SESSION_COOKIE_NAME}={session}")
        self.head = f"HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {'; '.join(cookies)}\r\n"

    def get(self, path: str) -> None:
        self.expect(200, f"GET {path} {self.head}\r\n".encode())

    def post(self, path: str, fields: dict) -> str:
        """Return where the answer leads."""
        body = urlencode(fields | {"csrfmiddlewaretoken": TOKEN}, doseq=True).encode()
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        head = f"POST {path} {self.head}{kind}Content-Length: {len(body)}\r\n\r\n"
        return self.expect(302, head.encode() + body)["location"]

    def expect(self, status: int, request: bytes) -> dict[str, str]:
        found, headers = self.connection.fetch(request)
        if found != status:
            raise RuntimeError(f"{request[:80]!r} answered {found}, not {status}")
        return headers


def answer_ours(visitor: Visitor, response: uuid.UUID) -> None:
    """Read the page, send what it says, read the receipt."""
    fields = {f"bench-{place}": ANSWERS[kind] for place, kind in enumerate(KINDS, start=1)}
    envelope = {"revision": 0, "request_id": uuid.uuid4(), "idempotency_key": uuid.uuid4(), "declared": "on"}
    visitor.get(reverse("surveys:page", args=[response, *PAGE]))
    visitor.get(visitor.post(reverse("surveys:submit", args=[response]), fields | envelope))


def answer_theirs(visitor: Visitor, path: str, names: tuple[str, ...]) -> None:
    """Read the page, send it, read the confirmation."""
    visitor.get(path)
    visitor.get(visitor.post(path, {name: ANSWERS[kind] for name, kind in zip(names, KINDS, strict=True)}))


def per_second(port: int, tasks: list[Callable[[Connection], None]], clients: int) -> float:
    """Let so many clients do the tasks, each on a connection of its own; return how many a second."""
    waiting, errors = iter(tasks), []
    lock, start = threading.Lock(), threading.Barrier(clients + 1)

    def work() -> None:
        connection = Connection(port)
        start.wait()
        try:
            while True:
                with lock:
                    task = next(waiting, None)
                if task is None:
                    return
                task(connection)
        except Exception as error:  # noqa: BLE001 - told by the caller's thread
            errors.append(error)
        finally:
            connection.socket.close()

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return len(tasks) / (time.perf_counter() - began)
