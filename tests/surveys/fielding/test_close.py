from threading import Event, Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from surveys.answering.actions import save_cells, start_response, submit_response
from surveys.answering.cells import Change
from surveys.answering.errors import SurveyClosed
from surveys.fielding.actions import close_campaign
from surveys.fielding.errors import FieldingRefused
from surveys.models import Campaign, Response, Submission
from tests.factories.surveys import ResponseFactory

pytestmark = pytest.mark.django_db

ANSWERS = (
    Change("people", 12),
    Change("hired", "no"),
    Change("roles", status="not_applicable"),
)


def answered(unit) -> Response:
    response = start_response(unit)
    save_cells(response, ANSWERS, request_id=uuid4(), actor="a")
    return response


def test_close_keeps_unfinished_answers_as_partial(edition):
    ana, berta, _carlos = edition.units.order_by("name_at_launch")
    ResponseFactory(unit=ana)
    ResponseFactory(unit=berta, state="submitted", submitted_at=timezone.now())

    close_campaign(edition, by=None)

    assert list(Response.objects.order_by("unit__name_at_launch").values_list("state", flat=True)) == [
        "partial",
        "submitted",
    ]


def test_close_notes_when_and_refuses_a_second_time(edition):
    closed = close_campaign(edition, by=None)

    assert closed.state == "closed"
    assert closed.closed_at is not None
    with pytest.raises(FieldingRefused):
        close_campaign(edition, by=None)


def test_close_refuses_a_draft(draft):
    with pytest.raises(FieldingRefused):
        close_campaign(draft, by=None)


def test_submit_after_close_is_refused(edition):
    response = answered(edition.units.first())
    close_campaign(edition, by=None)

    with pytest.raises(SurveyClosed):
        submit_response(response, idempotency_key=uuid4(), by="a")

    assert Submission.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_submit_that_waits_for_the_close_is_refused(edition):
    """The waiting submit has read the edition as open before it gets the lock (an old joined row)."""
    response = answered(edition.units.first())
    refused = []

    def submit() -> None:
        try:
            submit_response(response, idempotency_key=uuid4(), by="a")
        except SurveyClosed:
            refused.append(True)
        connection.close()

    late = Thread(target=submit)
    with transaction.atomic():
        close_campaign(edition, by=None)
        late.start()
        wait_until_blocked()
    late.join()

    assert refused == [True]
    assert Submission.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_close_waits_for_a_submit_in_the_making_and_counts_it(edition):
    response = answered(edition.units.first())
    submitted, closing = Event(), Event()

    def submit() -> None:
        with transaction.atomic():
            submit_response(response, idempotency_key=uuid4(), by="a")
            submitted.set()
            closing.wait(10)
            wait_until_blocked()
        connection.close()

    sender = Thread(target=submit)
    sender.start()
    submitted.wait(10)
    closing.set()
    close_campaign(edition, by=None)
    sender.join()

    response.refresh_from_db()
    assert response.state == "submitted"
    assert Campaign.objects.get().state == "closed"


def wait_until_blocked() -> None:
    """Wait until some other session of this database waits for a lock."""
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute("SELECT pg_stat_clear_snapshot(), pg_sleep(0.02)")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waited for the lock")


@pytest.mark.django_db(transaction=True)
def test_response_begun_while_the_edition_closes_cannot_be_sent_past_the_close(edition):
    """The close has gone over the responses there were; this one came later and must not slip through."""
    unit = edition.units.first()
    outcomes, closing = [], Event()

    def send() -> None:
        closing.wait(10)
        try:
            submit_response(answered(unit), idempotency_key=uuid4(), by="Ada")
            outcomes.append("sent")
        except SurveyClosed:
            outcomes.append("closed")
        finally:
            connection.close()

    sender = Thread(target=send)
    sender.start()
    with transaction.atomic():
        close_campaign(edition, by=None)
        closing.set()
        wait_until_blocked()
    sender.join()

    assert outcomes == ["closed"]
    assert not Submission.objects.exists()
