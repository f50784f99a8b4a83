"""Three people answer for one company: a laptop, a phone, a browser without scripts; the line is cut
twice and the server killed once. The receipt says exactly what each of them typed, and the history who."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from surveys.models import AnswerEvent, Submission
from tests.browser.conftest import Visitor, axe_violations
from tests.factories.surveys import InvitationFactory, ResponseFactory
from tests.processes import ROOT, environment

PHONE = {"viewport": {"width": 375, "height": 700}}
DURING_THE_KILL = "Escrito con el servidor caído"
LAST_WORDS = "Ñandú, «comillas» y <b>negrita</b>"
TYPED = {
    "Ada": {("people", "", ""): 13, ("hired", "", ""): "yes"},
    "Bea": {("roles", "dev", "now"): 3, ("roles", "ops", "now"): 4, ("roles", "dev", "hard"): 2},
    "Carla": {("reasons", "", ""): ["pay"], ("notes", "", ""): LAST_WORDS},
}
# Each question of the receipt with its answer: words, or the rows of a table.
SHOWN = {
    "About people (es)": ["13"],
    "About hired (es)": ["yes (es)"],
    "About reasons (es)": ["pay (es)"],
    "About roles (es)": [["dev (es)", "3", "2"], ["ops (es)", "4", "–"]],
    "About abilities (es)": ["Sin respuesta"],
    "About notes (es)": [LAST_WORDS],
}
RECEIPT = """() => Object.fromEntries([...document.querySelectorAll(".summary__line")].map(line => [
    line.querySelector("dt").innerText,
    line.querySelector("table")
        ? [...line.querySelectorAll("tbody tr")].map(row => [...row.children].map(cell => cell.innerText))
        : [...line.querySelectorAll(".summary__word, .summary__none")].map(said => said.innerText),
]))"""
DEADLINE = 60


class Server:
    """The site in a process of its own, which can be killed and started again at the same address."""

    def __init__(self):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
                *("--host", "127.0.0.1", "--port", str(self.port), "tera.wsgi:application"),
            ],
            cwd=ROOT,
            env=environment("tests.browser.server_settings", SITE_URL=self.url),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        end = time.monotonic() + DEADLINE
        while not self.answers():
            assert self.process.poll() is None, "the server ended"
            assert time.monotonic() < end, "the server did not start"

    def answers(self) -> bool:
        line = HTTPConnection("127.0.0.1", self.port, timeout=1)
        try:
            line.request("GET", "/livez")
            return line.getresponse().status == 200
        except OSError:
            return False
        finally:
            line.close()

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def server(transactional_db):
    server = Server()
    server.start()
    yield server
    server.kill()


def enter(chromium, server, response, name, **options):
    visitor = Visitor(chromium, server.url, **options)
    invitation = InvitationFactory(unit=response.unit, person__given_name=name, person__family_name="")
    visitor.open(reverse("surveys:entry", args=[invitation.token])).locator("main form button").click()
    visitor.page.wait_for_load_state()
    return visitor


def go(visitor, response, *place):
    return visitor.open(reverse("surveys:page", args=[response.pk, *place]))


def expect_note(page, text):
    expect(page.locator("[data-autosave-note]")).to_contain_text(text, timeout=DEADLINE * 1000)


def latest(response, **of):
    """Return what each cell was last changed to, by anybody or by one person."""
    changes = AnswerEvent.objects.filter(response=response, **of).order_by("id")
    return {
        (change.variable.code, change.row_key, change.col_key): change.new["value"]
        for change in changes.select_related("variable")
    }


def press(page):
    with page.expect_navigation():
        page.locator("main button[value=continue]").click()


def test_three_people_a_cut_line_and_a_killed_server_lose_nothing(chromium, server):
    response = ResponseFactory()
    laptop = enter(chromium, server, response, "Ada")
    phone = enter(chromium, server, response, "Bea", **PHONE)
    plain = enter(chromium, server, response, "Carla", java_script_enabled=False)
    ada = go(laptop, response, "company", "size")
    bea = go(phone, response, "staff", "roles")
    carla = go(plain, response, "staff", "notes")

    ada.fill("[name=people]", "12")
    expect_note(ada, "Guardado")
    bea.get_by_role("button", name="Ver todas las filas").click()
    bea.fill("[name=roles--dev--now]", "3")
    expect_note(bea, "Guardado")

    laptop.context.set_offline(True)  # the first cut
    ada.fill("[name=people]", "13")
    expect_note(ada, "Sin conexión")
    carla.fill("[name=notes]", "Primera versión")
    press(carla)
    carla = go(plain, response, "staff", "notes")
    laptop.context.set_offline(False)
    expect_note(ada, "Guardado")
    press(ada)
    ada.locator("[name=hired][value=yes]").check()

    server.kill()
    bea.fill("[name=roles--ops--now]", "4")
    expect_note(bea, "Sin conexión")
    carla.fill("[name=notes]", DURING_THE_KILL)
    carla.locator("main button[value=continue]").click()
    carla.wait_for_url("chrome-error://**")
    server.start()
    carla.reload()  # sends again what reached nobody
    expect(carla.locator("main")).to_contain_text("Responda las secciones")
    assert latest(response)["notes", "", ""] == DURING_THE_KILL
    expect_note(bea, "Guardado")
    expect_note(ada, "Guardado")
    press(ada)

    phone.context.set_offline(True)  # the second cut
    bea.fill("[name=roles--dev--hard]", "2")
    bea.locator("main button[value=continue]").click()
    expect_note(bea, "Sin conexión")
    carla = go(plain, response, "company", "hiring")
    if carla.locator("[name=reasons]").count() == 0:
        press(carla)
    carla.locator("[name=reasons][value=pay]").check()
    press(carla)
    phone.context.set_offline(False)
    expect_note(bea, "Guardado")
    press(bea)
    carla = go(plain, response, "staff", "notes")
    carla.fill("[name=notes]", LAST_WORDS)
    press(carla)

    carla = plain.open(reverse("surveys:check", args=[response.pk]))
    carla.locator("[name=declared]").check()
    with carla.expect_navigation():
        carla.locator("main form button.btn-primary").click()

    number = Submission.objects.get().receipt_number
    for visitor in (laptop, phone, plain):
        page = visitor.open(reverse("surveys:receipt", args=[response.pk]))
        assert number in page.locator("main").inner_text()
        assert page.evaluate(RECEIPT) == SHOWN
    for visitor in (laptop, phone):
        assert axe_violations(visitor.page) == []
    sent = {
        (row["variable"], row["row"], row["col"]): row["value"]
        for row in Submission.objects.get().payload["answers"]
    }
    assert sent == {key: value for typed in TYPED.values() for key, value in typed.items()}
    assert {name: latest(response, actor=name) for name in TYPED} == TYPED
    for visitor in (laptop, phone, plain):
        visitor.context.close()
