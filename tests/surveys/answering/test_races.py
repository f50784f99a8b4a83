"""Real connections at the same time: what must hold when everybody presses at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from surveys.answering.actions import reopen_response, save_cells, start_response, submit_response
from surveys.answering.cells import Change
from surveys.answering.errors import AlreadySubmitted, Conflict, NotSent, SurveyClosed
from surveys.fielding.actions import close_campaign
from surveys.models import AnswerEvent, Message, Reopening, Response, Submission
from tests.factories.members import PersonFactory, UserFactory
from tests.factories.surveys import ResponseFactory, UnitFactory
from tests.surveys.answering.conftest import COMPLETE

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 20


def all_at_once(*tasks):
    """Run each task in a thread with a connection of its own, starting together; return what came of it."""
    barrier = Barrier(len(tasks))

    def run(task):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return task()
        except (AlreadySubmitted, Conflict, NotSent, SurveyClosed) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


@pytest.fixture
def complete():
    response = ResponseFactory()
    save_cells(response, COMPLETE, request_id=uuid4(), actor="Ada")
    return response


def test_twenty_presses_of_send_make_one_submission(complete):
    ada = PersonFactory()

    receipts = all_at_once(
        *[
            lambda: submit_response(complete, idempotency_key=uuid4(), by="Ada", contact=ada)
            for _ in range(CROWD)
        ]
    )

    assert Submission.objects.count() == 1
    assert {receipt.receipt_number for receipt in receipts} == {Submission.objects.get().receipt_number}
    assert Message.objects.count() == 1


def test_twenty_openings_make_one_response():
    unit = UnitFactory()

    responses = all_at_once(*[lambda: start_response(unit) for _ in range(CROWD)])

    assert set(responses) == {Response.objects.get()}


def test_the_same_save_twenty_times_is_saved_once():
    response, request_id = ResponseFactory(), uuid4()

    results = all_at_once(
        *[
            lambda: save_cells(response, [Change("people", 5)], request_id=request_id, actor="Ada")
            for _ in range(CROWD)
        ]
    )

    assert {(result.revision, result.keys) for result in results} == {(1, (("people", "", ""),))}
    assert AnswerEvent.objects.count() == 1


def test_twenty_people_on_one_stale_cell_leave_one_winner_and_nineteen_conflicts():
    response = ResponseFactory()
    save_cells(response, [Change("people", 0)], request_id=uuid4(), actor="Ada")

    results = all_at_once(
        *[
            lambda n=n: save_cells(
                response, [Change("people", n, base=1)], request_id=uuid4(), actor=f"Person {n}"
            )
            for n in range(1, CROWD + 1)
        ]
    )

    winners = [n for n, result in enumerate(results, start=1) if not isinstance(result, Conflict)]
    assert len(winners) == 1
    assert response.answers.get().num == winners[0]
    for result in results:
        if isinstance(result, Conflict):
            assert [clash.theirs.plain for clash in result.clashes] == winners


def test_twenty_people_on_different_cells_lose_nothing():
    response = ResponseFactory()
    keys = [("dev", "now"), ("dev", "hard"), ("ops", "now"), ("ops", "hard")]

    all_at_once(
        *[
            lambda n=n, key=key: save_cells(
                response,
                [Change("roles", n, row=key[0], col=key[1], base=0)],
                request_id=uuid4(),
                actor="Ada",
            )
            for n, key in enumerate(keys)
        ]
    )

    rows = {(row.row_key, row.col_key): row.num for row in response.answers.all()}
    assert rows == {key: n for n, key in enumerate(keys)}
    response.refresh_from_db()
    assert response.revision == len(keys)


def test_twenty_presses_of_open_again_are_logged_once(complete):
    submit_response(complete, idempotency_key=uuid4(), by="Ada")
    manager = UserFactory()

    results = all_at_once(
        *[lambda: reopen_response(complete, by=manager, reason="Total") for _ in range(CROWD)]
    )

    assert sum(isinstance(result, NotSent) for result in results) == CROWD - 1
    assert Reopening.objects.count() == 1
    complete.refresh_from_db()
    assert complete.state == "in_progress"


def test_open_again_against_the_close_leaves_what_was_sent(complete):
    for n in range(5):
        response = complete if n == 0 else fresh_complete()
        submission = submit_response(response, idempotency_key=uuid4(), by="Ada")
        manager = UserFactory()

        all_at_once(
            lambda r=response, m=manager: reopen_response(r, by=m, reason="Total"),
            lambda r=response: close_campaign(r.unit.campaign),
        )

        response.refresh_from_db()
        assert (response.state, response.submitted_at) == ("submitted", submission.at)
        assert response.submissions.get() == submission


def test_save_against_send_leaves_the_payload_equal_to_the_answers(complete):
    for n in range(5):
        response = complete if n == 0 else fresh_complete()
        all_at_once(
            lambda r=response: submit_response(r, idempotency_key=uuid4(), by="Ada"),
            lambda r=response: save_cells(r, [Change("people", 77)], request_id=uuid4(), actor="Bea"),
        )

        payload = response.submissions.get().payload
        sent = next(answer["value"] for answer in payload["answers"] if answer["variable"] == "people")
        assert response.answers.get(variable__code="people").num == sent


def fresh_complete():
    response = ResponseFactory()
    save_cells(response, COMPLETE, request_id=uuid4(), actor="Ada")
    return response
