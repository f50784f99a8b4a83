"""Keep a server up for as long as somebody needs it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from tera.postgres.cluster import Cluster, PostgresError
from tera.postgres.server import start, stop


@contextmanager
def running(it: Cluster) -> Iterator[None]:
    """Keep the server up while the block runs; the last of several users stops it.

    Users hold a shared lock on one file, which the kernel drops even when they are killed.
    Whoever starts or stops the server holds another lock, so that the two cannot cross.
    """
    if os.environ.get("DATABASE_URL"):
        yield
        return
    try:
        it.data.parent.mkdir(parents=True, exist_ok=True)
        gate = it.data.with_name(f"{it.data.name}.gate").open("w")
        users = it.data.with_name(f"{it.data.name}.users").open("w")
    except OSError as error:
        raise PostgresError(f"The folder {it.data.parent} cannot be written to: {error}") from error
    with gate, users:
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            start(it)
            fcntl.flock(gate, fcntl.LOCK_UN)
            yield
        finally:
            fcntl.flock(gate, fcntl.LOCK_EX)
            if is_last(users):
                stop(it)


def is_last(users) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
