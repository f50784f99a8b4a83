"""An environment of its own for the peer, made once and kept: never the one that this site runs in."""

import subprocess
import sys
import venv
from importlib.metadata import version
from pathlib import Path

from tera.postgres.cluster import BASE_DIR

FOLDER = BASE_DIR / ".cache" / "bench-peer"
NAME = "django-survey-and-report"
# The same framework, driver and server as ours, so that only the application differs.
SHARED = ("django", "psycopg2-binary", "granian")
WANTED = [f"{NAME}==1.5.0", *(f"{name}=={version(name)}" for name in SHARED)]
PATIENCE = 240


class PeerUnavailable(Exception):
    """The peer could not be installed; the text says why in a few words."""


def python() -> Path:
    """Return the interpreter that has the peer, installed from the package index at the first call."""
    interpreter, done = FOLDER / "bin" / "python", FOLDER / "installed.txt"
    if done.exists() and done.read_text() == "\n".join(WANTED):
        return interpreter
    venv.create(FOLDER, with_pip=True, clear=True)
    command = [interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *WANTED]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise PeerUnavailable("the package index did not answer in time") from error
    except subprocess.CalledProcessError as error:
        lines = error.stderr.strip().splitlines() or ["pip failed"]
        raise PeerUnavailable(next((line for line in lines if "ERROR" in line), lines[-1])[:120]) from error
    done.write_text("\n".join(WANTED))
    return interpreter


if __name__ == "__main__":
    sys.stdout.write(f"{python()}\n")
