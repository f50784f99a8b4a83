"""Proof 1 in small: the web process is killed in the middle of saves, and nothing acknowledged is lost."""

import threading
from uuid import uuid4

import pytest

from bench import site
from bench.one_page import companies, one_page_edition
from bench.proofs.kills import Acknowledged, Company, Site, differences, save_all
from surveys.answering.actions import save_cells
from surveys.answering.cells import Change
from surveys.models import AnswerEvent, Response
from tests.processes import environment

SAVES, KILLS = 45, (12, 28)


@pytest.fixture
def running(transactional_db, monkeypatch):
    for name, value in environment("tests.browser.server_settings").items():
        monkeypatch.setenv(name, value)
    running = Site(site.free_port())
    running.start_web()
    yield running
    running.stop()


def test_acknowledged_saves_survive_a_killed_server(running):
    opened = [Company(running.port, *pair) for pair in companies(one_page_edition(), 3)]
    lock, acknowledged, killers = threading.Lock(), [], []

    def on_save():
        with lock:
            acknowledged.append(1)
            due = len(acknowledged) in KILLS
        if due:
            killers.append(threading.Thread(target=running.kill, args=("web",)))
            killers[-1].start()

    kept = save_all(opened, SAVES, on_save)
    for killer in killers:
        killer.join()

    assert running.kills["web"] == len(KILLS)
    assert sum(company.again for company in opened) > 0
    assert differences(kept) == []


@pytest.mark.django_db
def test_a_lost_save_and_one_stored_otherwise_are_found():
    ((pk, _session),) = companies(one_page_edition(), 1)
    request_id = uuid4()
    save_cells(Response.objects.get(pk=pk), [Change("bench-1", 1)], request_id=request_id, actor="Ada")

    assert differences([Acknowledged(pk, request_id, 1, 1)]) == []
    assert len(differences([Acknowledged(pk, request_id, 2, 1)])) == 2
    lost = [Acknowledged(pk, request_id, 1, 1), Acknowledged(pk, uuid4(), 2, 2)]
    assert any("is stored as None" in text for text in differences(lost))
    assert AnswerEvent.objects.count() == 1
