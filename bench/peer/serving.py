"""The peer's project in a temporary folder, on its own database of the same server, served as ours is."""

import json
import os
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import site

from .install import FOLDER, python
from .project import FILL, SETTINGS, URLS, WSGI

DATABASE = "peer_bench"
FILES = {"__init__.py": "", "settings.py": SETTINGS, "urls.py": URLS, "wsgi.py": WSGI}


@dataclass(frozen=True)
class Peer:
    """The peer at work: its port, its survey's path and the names of its fields in order."""

    port: int
    path: str
    fields: tuple[str, ...]


@contextmanager
def served(questions: list[tuple[str, str, list[str]]], workers: int) -> Iterator[Peer]:
    """Serve a survey of these questions (text, kind, choices) while the block runs.

    Raises ``PeerUnavailable`` when it cannot be installed.
    """
    interpreter = python()
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        package = Path(folder) / "peer"
        package.mkdir()
        for name, text in FILES.items():
            (package / name).write_text(text)
        environment = os.environ | {
            "PEER_DATABASE_URL": site.create_database(os.environ["DATABASE_URL"], DATABASE),
            "PEER_SECRET_KEY": secrets.token_urlsafe(50),
            "DJANGO_SETTINGS_MODULE": "peer.settings",
            "PYTHONPATH": folder,
        }
        filled = subprocess.run(
            [interpreter, "-c", FILL],
            input=json.dumps(questions),
            env=environment,
            cwd=folder,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        survey = json.loads(filled.stdout)
        with site.serving(
            interpreter, "peer.wsgi:application", survey["path"], folder, environment, workers
        ) as port:
            yield Peer(port, survey["path"], tuple(survey["fields"]))
