"""A connection that stands is not asked again before each request; one that fell is replaced."""

import time

import pytest
from django.db import DatabaseError, connection, transaction

from tera.database.base import TRUSTED_FOR

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def checked():
    """The connection as a request finds it whose predecessor has just used it."""
    connection.ensure_connection()
    was = connection.health_check_enabled
    connection.health_check_enabled = True
    begin_request()
    connection.close_if_health_check_failed()
    yield connection
    connection.health_check_enabled = was
    connection.health_check_done = False
    connection.checked_at = 0.0


@pytest.fixture
def another():
    """A connection of somebody else."""
    other = connection.copy()
    yield other
    other.close()


def begin_request():
    connection.health_check_done = False


def ask(it, query, *parameters):
    with it.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone()[0]


def process_of(it) -> int:
    return it.connection.info.backend_pid


def last_statement(another, process: int) -> str:
    return ask(another, "SELECT query FROM pg_stat_activity WHERE pid = %s", process)


def test_connection_just_used_is_not_asked_again(checked, another):
    ask(checked, "SELECT 'mine'")

    begin_request()
    checked.close_if_health_check_failed()

    assert last_statement(another, process_of(checked)) == "SELECT 'mine'"


def test_connection_long_unused_is_asked(checked, another):
    ask(checked, "SELECT 'mine'")
    checked.checked_at = time.monotonic() - TRUSTED_FOR

    begin_request()
    checked.close_if_health_check_failed()

    assert last_statement(another, process_of(checked)) == "SELECT 1"


def test_connection_that_the_server_ended_is_replaced_before_the_request(checked, another):
    ended = process_of(checked)
    assert ask(another, "SELECT pg_terminate_backend(%s, 5000)", ended)

    begin_request()

    assert ask(checked, "SELECT 'answered'") == "answered"
    assert process_of(checked) != ended


def test_connection_after_an_error_is_asked(checked, another):
    ask(checked, "SELECT 'mine'")
    checked.errors_occurred = True

    begin_request()
    checked.close_if_health_check_failed()
    checked.errors_occurred = False

    assert last_statement(another, process_of(checked)) == "SELECT 1"


def test_connection_in_a_transaction_that_failed_is_not_usable(checked):
    with transaction.atomic():
        with pytest.raises(DatabaseError):
            ask(checked, "SELECT 1 / 0")
        usable = checked.is_usable()
        transaction.set_rollback(True)

    assert not usable
    assert checked.is_usable()
