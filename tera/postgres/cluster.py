"""Where a checkout's server keeps its data and listens. Nothing here touches the disk."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]


class PostgresError(Exception):
    """The server could not be started; the text says what to do."""


@dataclass(frozen=True)
class Cluster:
    """One data directory and the private socket directory its server listens in."""

    data: Path
    sockets: Path
    durable: bool

    @property
    def url(self) -> str:
        host = str(self.sockets).replace("/", "%2F")
        return f"postgres://tera@{host}/tera"

    @property
    def socket(self) -> Path:
        return self.sockets / ".s.PGSQL.5432"

    @property
    def log(self) -> Path:
        return self.data / "server.log"


def cluster(base_dir: Path, mode: str) -> Cluster:
    """Return the cluster of this checkout and mode; nothing is created or started.

    The server listens on a Unix socket only, in a folder named after the data
    directory, so it cannot collide with another server or checkout.
    """
    data = base_dir / ".data" / f"postgres-{mode}"
    name = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    return Cluster(data=data, sockets=socket_home() / f"tera-{name}", durable=mode != "test")


def socket_home() -> Path:
    """Return a folder with a short path (socket paths end at 107 bytes) on which every process agrees.

    TMPDIR may differ from shell to shell, so it counts only where /tmp cannot be used.
    """
    home = Path("/tmp")  # noqa: S108 - the folder made in it is private, and refused if somebody else's
    usable = home.is_dir() and os.access(home, os.W_OK | os.X_OK)
    return home if usable else Path(tempfile.gettempdir())
