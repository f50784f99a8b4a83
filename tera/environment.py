"""Reads the environment once, with defaults that are safe to deploy."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

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


def flag(name: str, default: bool = False) -> bool:
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """Split a comma-separated variable; empty parts are dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def secret_key(state_dir: Path) -> str:
    """Return ``SECRET_KEY``; demo and test keep one of their own on disk.

    Raises ``ImproperlyConfigured`` in production when the variable is missing.
    """
    if key := text("SECRET_KEY"):
        return key
    if mode() == "production":
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. For a look around run `make demo`; "
            "to deploy, set SECRET_KEY to 50 or more random characters."
        )
    return kept_secret(state_dir / "secret-key", lambda: secrets.token_urlsafe(50))


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
