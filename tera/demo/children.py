"""The demonstration's child processes: started, watched, and stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tera.demo.problem import DemoProblem

STOP_SECONDS = 10
LOG_LINES = 20
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    """One process with its log."""

    name: str
    process: subprocess.Popen
    log: Path

    def check(self) -> None:
        code = self.process.poll()
        if code is None:
            return
        raise DemoProblem(
            f"The {self.name} stopped by itself (exit code {code}). Its log, {self.log}, ends:\n{self.tail()}"
        )

    def tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-LOG_LINES:])


def die_with_parent() -> None:
    """Ask Linux to end the child when the demonstration is killed outright; elsewhere do nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(name: str, command: list[str], *, folder: Path, logs: Path) -> Child:
    """Start a child in a process group of its own, so that Ctrl-C reaches it through us alone."""
    logs.mkdir(parents=True, exist_ok=True)
    log = logs / f"{name.replace(' ', '-')}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(folder), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - no threads run yet, and prctl takes no lock
        )
    return Child(name, process, log)


@contextmanager
def all_stopped_after(children: list[Child]) -> Iterator[None]:
    """Stop every child in the list when the block ends, gently first; the last started goes first."""
    try:
        yield
    finally:
        for child in reversed(children):
            signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in reversed(children):
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                signal_group(child, signal.SIGKILL)
                child.process.wait()


def signal_group(child: Child, number: int) -> None:
    # The group is asked even when its leader is gone: a killed leader leaves its own children.
    try:
        os.killpg(child.process.pid, number)
    except (ProcessLookupError, PermissionError):
        return
