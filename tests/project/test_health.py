"""Health checks, and what visitors see while the database is really gone."""

import http.client
import os
import socket
import subprocess
import sys
import time

import pytest

from tera.postgres import server
from tera.postgres.cluster import BASE_DIR, cluster


def test_livez_asks_nothing_of_the_database(client):
    # Without the `db` fixture any query would fail.
    response = client.get("/livez")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_readyz_answers_when_the_database_does(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_checks_refuse_other_methods(client, path):
    assert client.post(path).status_code == 405


@pytest.fixture
def database(tmp_path):
    """A migrated database on a server of its own, which the test may stop."""
    it = cluster(tmp_path / "checkout", "test")
    server.start(it)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"], cwd=BASE_DIR, env=environment(it), check=True
    )
    yield it
    server.erase(it)


@pytest.fixture
def site(database, tmp_path):
    """The real web server on that database; yields a function that fetches a path."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "tera.wsgi:application",
    ]
    with (
        (tmp_path / "web.log").open("w") as log,
        subprocess.Popen(command, cwd=BASE_DIR, env=environment(database), stdout=log, stderr=log) as process,
    ):
        wait_for(port)
        yield lambda path: fetch(port, path)
        process.terminate()


def environment(it):
    return os.environ | {
        "TERA_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "tera.settings_test",
        "DATABASE_URL": it.url,
        "PYTHONPATH": str(BASE_DIR),
    }


def wait_for(port):
    for _ in range(300):
        try:
            return fetch(port, "/livez")
        except OSError:
            time.sleep(0.1)
    raise TimeoutError


def fetch(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        # With a session to look up, every page of the site needs the database.
        connection.request("GET", path, headers={"Cookie": f"sessionid={'0' * 32}"})
        response = connection.getresponse()
        return response.status, response.headers, response.read().decode()
    finally:
        connection.close()


def test_site_says_503_without_database_and_heals_by_itself(site, database):
    assert site("/admin/")[0] == 302

    server.stop(database)

    assert site("/livez")[0] == 200
    assert site("/readyz")[0] == 503
    for path in ("/admin/", "/en/admin/"):
        status, headers, page = site(path)
        assert (status, headers["Retry-After"], headers.get_content_type()) == (503, "30", "text/html")
        assert "Traceback" not in page

    server.start(database)

    assert site("/admin/")[0] == 302
    assert site("/readyz")[0] == 200
