"""Reads the environment once, with defaults that are safe to deploy."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

MODES = ("production", "demo", "test")


def mode() -> str:
    """Return ``TERA_MODE``; without it the system behaves as in production."""
    value = os.environ.get("TERA_MODE", "production")
    if value not in MODES:
        raise ImproperlyConfigured(f"TERA_MODE is {value!r}; use one of {', '.join(MODES)}.")
    return value


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def required(name: str, fallback: str, *, why: str) -> str:
    """Return a variable that production must set; demo and test have a fallback."""
    if value := text(name):
        return value
    if mode() == "production":
        raise ImproperlyConfigured(
            f"{name} is not set: {why} docs/operators.md lists every variable. "
            "For a look around run `make demo`."
        )
    return fallback


def number(name: str, default: int) -> int:
    value = text(name) or str(default)
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is {value!r}; use a whole number.")
    return int(value)


def flag(name: str, default: bool = False) -> bool:
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """Split a comma-separated variable; empty parts are dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def debug() -> bool:
    """Return whether to show tracebacks to visitors; production refuses."""
    wanted = flag("DEBUG")
    if wanted and mode() == "production":
        raise ImproperlyConfigured(
            "DEBUG shows the system's insides to visitors; unset it, or use TERA_MODE."
        )
    return wanted


def one_step_sign_in() -> bool:
    """Return whether managers may enter with the bare password; only the demonstration may say so."""
    wanted = flag("ONE_STEP_SIGN_IN", default=mode() == "demo")
    if wanted and mode() != "demo":
        raise ImproperlyConfigured(
            "ONE_STEP_SIGN_IN lets managers in without a second factor; only the demonstration may use it."
        )
    return wanted


def private_addresses() -> list[str]:
    """Return the addresses inside a private network that may be asked all the same; never in production."""
    addresses = words("OUTGOING_PRIVATE_ADDRESSES")
    if addresses and mode() == "production":
        raise ImproperlyConfigured(
            "OUTGOING_PRIVATE_ADDRESSES lets the catalogue's sources reach into the private network; "
            "only the tests and the demonstration may use it."
        )
    return addresses


def hosts() -> list[str]:
    """Return the names this site answers to: this machine's own unless ``ALLOWED_HOSTS`` says others."""
    names = words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
    if "*" in names:
        raise ImproperlyConfigured("ALLOWED_HOSTS may not be *: list the site's names, separated by commas.")
    return names


def secret_key(state_dir: Path) -> str:
    """Return ``SECRET_KEY``; demo and test keep one of their own on disk."""
    key = required(
        "SECRET_KEY", "", why="it signs sessions and survey links; use 50 or more random characters."
    )
    return key or kept_secret(state_dir / "secret-key", lambda: secrets.token_urlsafe(50))


def database(embedded_url: str) -> dict:
    """Return Django's settings for the database at ``DATABASE_URL``, or at the embedded server."""
    url = required("DATABASE_URL", embedded_url, why="it is the address of the PostgreSQL database.")
    try:
        found = dj_database_url.parse(
            url,
            conn_max_age=None if flag("PERSISTENT_CONNECTIONS", default=True) else 0,
            conn_health_checks=True,
            # PgBouncer in transaction mode must work: no cursor outlives its transaction.
            disable_server_side_cursors=True,
        )
    except ValueError:
        found = {}
    # The address itself is not repeated here: it holds a password.
    if found.get("ENGINE") != "django.db.backends.postgresql" or not found.get("NAME"):
        raise ImproperlyConfigured(
            "DATABASE_URL is not the address of a PostgreSQL database; "
            "it looks like postgres://user:password@host:5432/name, with special characters percent-encoded."
        )
    found["ENGINE"] = "tera.database"
    found.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    return found


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """Return the secret kept in a file that only its owner can read; the first call writes it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and linked, so that two processes starting at once agree on one.
        draft = path.with_name(f".{path.name}-{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(make())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
