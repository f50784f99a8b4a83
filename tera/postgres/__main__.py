"""``python -m tera.postgres start|stop|status|run COMMAND…`` works on the server of ``TERA_MODE``."""

import os
import signal
import subprocess
import sys

from tera.postgres.cluster import BASE_DIR, PostgresError, cluster
from tera.postgres.server import is_ready, start, stop
from tera.postgres.use import running


def main(arguments: list[str]) -> int:
    it = cluster(BASE_DIR, os.environ.get("TERA_MODE", "demo"))
    try:
        match arguments:
            case ["run", *command] if command:
                with running(it):
                    return run_beside(command)
            case ["start" | "stop" | "status"] if os.environ.get("DATABASE_URL"):
                print("DATABASE_URL is set: that server is used, and it is not ours to start or stop.")
            case ["start"]:
                start(it)
            case ["stop"]:
                stop(it)
            case ["status"]:
                print(f"{'running' if is_ready(it) else 'stopped'} {it.url}")
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except PostgresError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def run_beside(command: list[str]) -> int:
    """Run the command and return its exit code; it hears signals, and we outlive it to stop the server."""
    try:
        child = subprocess.Popen(command)
    except OSError as error:
        print(f"{command[0]} cannot be run: {error.strerror}", file=sys.stderr)
        return 127
    signal.signal(signal.SIGINT, lambda *_: None)  # a Ctrl-C reaches the command by itself
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: child.send_signal(number))
    code = child.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
