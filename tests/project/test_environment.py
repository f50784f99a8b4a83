"""What the settings make of the environment, in fresh processes as at a real start."""

import os
import subprocess
import sys

import pytest

from tera.postgres.cluster import BASE_DIR

PRODUCTION = {
    "SECRET_KEY": "not-a-real-key-but-one-long-enough-for-the-check-of-django",
    "DATABASE_URL": "postgres://tera:secret@db.example:5433/tera?sslmode=require",
    "SITE_URL": "https://tera.example/",
    "ALLOWED_HOSTS": "tera.example",
}


def settings(expression, **environment):
    """Evaluate an expression over the settings of a process with just this environment."""
    code = f"from django.conf import settings; print({expression})"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "tera.settings"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "SITE_URL"])
def test_production_demands_variable(missing):
    done = settings(
        "settings.DEBUG", **{name: value for name, value in PRODUCTION.items() if name != missing}
    )

    assert done.returncode == 1
    assert f"{missing} is not set" in done.stderr


def test_production_is_locked_down():
    expression = (
        "[settings.DEMO, settings.DEBUG, settings.STYLEGUIDE, settings.SESSION_COOKIE_SECURE, "
        "settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS, settings.ALLOWED_HOSTS, "
        "settings.SITE_URL]"
    )

    done = settings(expression, **PRODUCTION)

    assert done.stdout.strip() == (
        "[False, False, False, True, True, 31536000, ['tera.example'], 'https://tera.example']"
    )


def test_demo_needs_nothing_and_stays_on_this_machine():
    done = settings("[settings.ALLOWED_HOSTS, settings.SITE_URL]", TERA_MODE="demo", PORT="8123")

    assert done.stdout.strip() == "[['127.0.0.1', 'localhost', '[::1]'], 'http://127.0.0.1:8123']"


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("TERA_MODE", "prod", "use one of production, demo, test"),
        ("DEBUG", "1", "DEBUG shows the system's insides"),
        ("ALLOWED_HOSTS", "tera.example,*", "ALLOWED_HOSTS may not be *"),
        ("ONE_STEP_SIGN_IN", "1", "only the demonstration may use it"),
        ("OUTGOING_PRIVATE_ADDRESSES", "127.0.0.1", "only the tests and the demonstration may use it"),
        ("EMAIL_PORT", "smtp", "EMAIL_PORT is 'smtp'; use a whole number"),
        ("DATABASE_URL", "sqlite:///hunter2.db", "is not the address of a PostgreSQL database"),
        ("DATABASE_URL", "postgres://tera:hunter2@[db/tera", "is not the address of a PostgreSQL database"),
        ("DATABASE_URL", "postgres://tera:hunter2@db.example", "is not the address of a PostgreSQL database"),
        ("DATABASE_URL", "hunter2", "is not the address of a PostgreSQL database"),
    ],
)
def test_bad_value_is_refused_with_a_message(variable, value, message):
    done = settings("settings.DEBUG", **PRODUCTION | {variable: value})

    assert done.returncode == 1
    assert message in done.stderr.splitlines()[-1]
    assert "hunter2" not in done.stderr.splitlines()[-1]


def test_disclosure_minimum_never_falls_under_3():
    done = settings("settings.DISCLOSURE_MINIMUM", TERA_MODE="demo", DISCLOSURE_MINIMUM="1")

    assert done.stdout.strip() == "3"


@pytest.mark.parametrize("mode", ["production", "test"])
def test_demo_manager_is_refused_outside_the_demo(mode):
    done = subprocess.run(
        [sys.executable, "manage.py", "create_demo_manager"],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], "TERA_MODE": mode} | PRODUCTION,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "TERA_MODE is not demo" in done.stderr
