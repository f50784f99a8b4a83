"""One demonstration per checkout: a file lock that the kernel drops even when its holder is killed."""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tera.demo.problem import DemoProblem

STOP_SECONDS = 30


@contextmanager
def only_demo(path: Path, address: str) -> Iterator[None]:
    """Hold the lock while the block runs, with our process and address written in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            process, running_at = holder(path)
            raise DemoProblem(
                f"The demonstration already runs at {running_at} (process {process}).\n"
                "Stop it with Ctrl-C in its window, or start over with `make demo-reset`."
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()} {address}\n")
        file.flush()
        yield
        file.truncate(0)


def holder(path: Path) -> tuple[int, str]:
    process, _, address = path.read_text().strip().partition(" ")
    return int(process or 0), address or "an address not yet known"


def stop_running(path: Path) -> bool:
    """Stop the demonstration that holds the lock; return whether there was one."""
    if not path.exists():
        return False
    deadline = time.monotonic() + STOP_SECONDS
    asked = False
    with path.open() as file:
        while time.monotonic() < deadline:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                process, _ = holder(path)
                if process and not asked:
                    os.kill(process, signal.SIGTERM)
                    asked = True
                time.sleep(0.1)
            else:
                return asked
    raise DemoProblem(
        f"The running demonstration (process {holder(path)[0]}) does not stop; end it and try again."
    )
