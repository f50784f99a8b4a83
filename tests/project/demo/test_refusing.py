"""``make demo`` where it cannot run: told without a traceback, and nothing is touched."""

import socket
import sys

import pytest

from tera.postgres import server

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc"),
]


def test_busy_port_is_explained(demo):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        code, output = demo.run(PORT=str(port))

    assert code == 1
    assert f"Port {port} cannot be used" in output
    assert f"make demo PORT={port + 1}" in output


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"PORT": "eighty"}, "PORT is 'eighty'"),
        ({"PORT": "70000"}, "PORT is '70000'"),
        (
            {"DATABASE_URL": "postgres://tera@127.0.0.1:1/tera_demo"},
            "tera_demo at 127.0.0.1:1 cannot be reached",
        ),
        ({"DATABASE_URL": "mysql://tera@127.0.0.1/tera"}, "is not the address of a PostgreSQL database"),
    ],
    ids=["port word", "port range", "database unreachable", "other database"],
)
@pytest.mark.parametrize("arguments", [[], ["--reset"]], ids=["demo", "reset"])
def test_bad_environment_is_explained_without_traceback(demo, arguments, environment, message):
    code, output = demo.run(*arguments, **environment)

    assert code == 1
    assert message in output
    assert "Traceback" not in output


def test_reset_refuses_database_whose_name_is_not_a_demos(demo):
    code, output = demo.run("--reset", DATABASE_URL="postgres://tera@127.0.0.1:1/tera")

    assert code == 1
    assert "Nothing was deleted" in output


@pytest.fixture
def spoilt(demo):
    """The demonstration's data, for as long as the test runs, so that no server can start on them."""
    server.erase(demo.cluster)
    control = demo.cluster.data / "global" / "pg_control"
    control.parent.mkdir(parents=True)
    control.write_bytes(b"")
    (demo.cluster.data / "PG_VERSION").write_text("18\n")
    yield
    server.erase(demo.cluster)


@pytest.mark.usefixtures("spoilt")
def test_server_that_cannot_start_is_explained(demo):
    code, output = demo.run()

    assert code == 1
    assert "PostgreSQL did not start" in output
    assert "make demo-reset" in output
    assert "Traceback" not in output
