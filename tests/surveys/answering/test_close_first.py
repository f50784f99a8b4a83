"""Whoever comes while the edition is being closed waits, and then learns that it is closed; and the reverse.

One connection holds its transaction open until the database says that the other one waits for it.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, transaction

from surveys.answering.actions import save_cells, send_page, start_response, submit_response
from surveys.answering.cells import Change
from surveys.answering.errors import SurveyClosed
from surveys.fielding.actions import close_campaign
from surveys.models import AnswerEvent, Message, Response, ResultTable, Submission
from tests.factories.members import PersonFactory
from tests.factories.surveys import ResponseFactory, UnitFactory
from tests.surveys.answering.conftest import COMPLETE

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted"
PATIENCE = 60


def while_held(first: Callable, second: Callable) -> tuple[object, object]:
    """Do ``first``, commit it only when ``second`` waits for it, and return what came of each."""
    pids = []

    def come_later():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pids.append(cursor.fetchone()[0])
        try:
            return second()
        except SurveyClosed as closed:
            return closed
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            done = first()
            later = pool.submit(come_later)
            wait_for_lock(pids)
        return done, later.result(timeout=PATIENCE)


def wait_for_lock(pids: list[int]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if pids:
            with connection.cursor() as cursor:
                cursor.execute(WAITING, pids)
                if cursor.fetchone():
                    return
    raise AssertionError("the second one did not wait for the first")


@pytest.fixture
def response():
    response = ResponseFactory()
    save_cells(response, COMPLETE, request_id=uuid4(), actor="Ada")
    return response


def submit(response):
    return submit_response(response, idempotency_key=uuid4(), by="Ada", contact=PersonFactory())


WRITERS = {
    "submit": submit,
    "send the page": lambda response: send_page(
        response, [Change("people", 77)], request_id=uuid4(), idempotency_key=uuid4(), by="Ada"
    ),
    "save": lambda response: save_cells(response, [Change("people", 77)], request_id=uuid4(), actor="Ada"),
}


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_whoever_writes_while_the_edition_closes_is_told_and_changes_nothing(response, write):
    events = AnswerEvent.objects.count()

    _closed, told = while_held(lambda: close_campaign(response.unit.campaign), lambda: write(response))

    response.refresh_from_db()
    response.unit.campaign.refresh_from_db()
    assert isinstance(told, SurveyClosed)
    assert (response.state, response.unit.campaign.state) == ("partial", "closed")
    assert response.answers.get(variable__code="people").num == 12
    assert AnswerEvent.objects.count() == events
    assert not Submission.objects.exists()
    assert not Message.objects.exists()


def test_whoever_starts_while_the_edition_closes_makes_no_response():
    unit = UnitFactory()

    _closed, told = while_held(lambda: close_campaign(unit.campaign), lambda: start_response(unit))

    assert isinstance(told, SurveyClosed)
    assert not Response.objects.exists()


def test_close_waits_for_a_submission_in_the_making_and_counts_it(response):
    sent, _closed = while_held(lambda: submit(response), lambda: close_campaign(response.unit.campaign))

    response.refresh_from_db()
    response.unit.campaign.refresh_from_db()
    assert (response.state, response.unit.campaign.state) == ("submitted", "closed")
    assert Submission.objects.get() == sent
    assert {table.payload["answers"] for table in ResultTable.objects.all()} <= {1}


def test_close_waits_for_a_save_in_the_making_and_keeps_it(response):
    while_held(lambda: WRITERS["save"](response), lambda: close_campaign(response.unit.campaign))

    response.refresh_from_db()
    assert response.state == "partial"
    assert response.answers.get(variable__code="people").num == 77
