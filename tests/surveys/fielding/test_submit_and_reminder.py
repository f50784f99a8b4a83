"""A company that sends its answers while the reminder is going out."""

import random
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from surveys.answering.actions import save_cells, start_response, submit_response
from surveys.answering.cells import Change
from surveys.fielding.actions import insert_messages
from surveys.fielding.outbox import send_queued
from surveys.models import Message
from tests.surveys.fielding.conftest import launched, member

COMPANIES = 40
ANSWERS = (Change("people", 12), Change("hired", "no"))


@pytest.mark.django_db(transaction=True)
def test_reminder_goes_to_nobody_whose_answers_were_in_before_it_was_taken_up(draft, postbox):
    """Half of the companies submit while one sender works through the queue: whoever is first wins."""
    for number in range(COMPANIES):
        member(f"Company {number:02}", f"c{number:02}@example.org")
    units = launched(draft)
    for unit in units:
        save_cells(start_response(unit), ANSWERS, request_id=uuid4(), actor="a")
    insert_messages(units[0].campaign, "reminder_1")
    together, were_in = Barrier(2), {}

    def submit() -> None:
        together.wait(10)
        for unit in random.Random(5).sample(units, COMPANIES // 2):  # noqa: S311 - a shuffle, no secret
            submit_response(unit.response, idempotency_key=uuid4(), by="a")
            were_in[unit.pk] = timezone.now()
        connection.close()

    company = Thread(target=submit)
    company.start()
    together.wait(10)
    outcome = send_queued()
    company.join()

    reminders = list(Message.objects.filter(wave="reminder_1"))
    sent = {message.email for message in reminders if message.state == "sent"}
    assert sum(outcome.values()) == len(reminders) == COMPANIES
    assert {message.state for message in reminders} <= {"sent", "skipped"}
    assert sorted(postbox.addresses) == sorted(sent)
    for message in reminders:
        submitted_at = were_in.get(message.unit_id)
        if message.state == "sent":
            assert submitted_at is None or message.attempted_at <= submitted_at
        else:
            assert submitted_at is not None
