"""Real clusters, made once and copied, and real kills."""

import subprocess

import psycopg2
import pytest

from tera.postgres import server
from tera.postgres.cluster import cluster


@pytest.fixture(scope="package")
def made(tmp_path_factory):
    """A data directory as `create` leaves it, which most tests start from."""
    found = cluster(tmp_path_factory.mktemp("made"), "demo")
    server.prepare_folders(found)
    server.create(found)
    yield found.data
    tidy_up(found)


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """The durable cluster of a checkout never used before; the suite's own server is not touched."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = cluster(tmp_path / "checkout", "demo")
    yield found
    tidy_up(found)


@pytest.fixture
def it(fresh, made):
    copy(made, fresh)
    return fresh


def copy(made, it):
    it.data.parent.mkdir(parents=True)
    subprocess.run(["cp", "-a", made, it.data], check=True)


def tidy_up(it):
    server.erase(it)
    if it.sockets.is_symlink():
        it.sockets.unlink()


def ask(it, query):
    connection = psycopg2.connect(host=str(it.sockets), user="tera", dbname="tera")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def write_row(it):
    ask(it, "CREATE TABLE kept AS SELECT 1 AS number")


def rows(it):
    return ask(it, "SELECT number FROM kept")
