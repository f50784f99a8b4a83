import os

import pytest
from django.db import connection, connections

from tera.checks import server_errors


@pytest.mark.django_db
def test_this_server_is_accepted():
    assert server_errors("default") == []


@pytest.fixture
def other(django_db_setup, django_db_blocker, request):
    """A second connection, to a database made with the encoding and locale that the test names."""
    encoding, locale = request.param
    name = f"tera_check_{os.getpid()}"
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(
                f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LOCALE '{locale}'"
            )
        connections.settings["check"] = connection.settings_dict | {"NAME": name}
        yield "check"
        connections["check"].close()
        del connections["check"], connections.settings["check"]
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")
        connection.close()


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (("UTF8", "C.UTF-8"), []),
        (("UTF8", "C"), ["tera.E002"]),
        (("SQL_ASCII", "C"), ["tera.E002"]),
    ],
    ids=["fit", "no letters", "no encoding"],
    indirect=["other"],
)
def test_server_is_judged_by_encoding_and_locale(other, found):
    assert [error.id for error in server_errors(other)] == found
