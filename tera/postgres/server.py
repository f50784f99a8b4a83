"""Start and stop a cluster's server, whatever state the last stop left it in."""

import os
import shutil
import stat
import time
from pathlib import Path

from tera.postgres.cluster import Cluster, PostgresError
from tera.postgres.programs import account, binaries, let_account_reach, let_account_run_programs, run

START_SECONDS = 60
DEAF_SECONDS = 1
ORPHANS = ("pre-existing shared memory block", "lock file")


def start(it: Cluster) -> bool:
    """Start the server unless it answers already; return whether this call started it.

    An unclean stop is mended: a stale pid file is removed, and orphaned server
    processes that still hold the shared memory are waited for.
    """
    answered = is_ready(it)
    if not answered:
        try:
            create_and_launch(it)
        except PostgresError:
            if it.durable or not it.data.exists():
                raise
            # Test clusters run without fsync: a crash of the machine may spoil one, and nothing is lost.
            erase(it)
            create_and_launch(it)
    create_database(it)
    return not answered


def create_and_launch(it: Cluster) -> None:
    prepare_folders(it)
    create(it)
    launch(it)


def prepare_folders(it: Cluster) -> None:
    it.data.parent.mkdir(parents=True, exist_ok=True)
    if account():
        let_account_reach(it.data, binaries())
        let_account_run_programs()
    if it.data.exists() or it.data.is_symlink():
        refuse_stranger(it.data)
    own(it.sockets)


def own(folder: Path) -> None:
    """Make a folder that the server's account alone may enter, or check that it is one."""
    folder.mkdir(mode=0o700, exist_ok=True)
    refuse_stranger(folder)
    if owner := account():
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o700)


def refuse_stranger(folder: Path) -> None:
    """Refuse a folder or link that another user made: what is written there would be theirs."""
    owner = account()
    found = folder.lstat()
    if stat.S_ISDIR(found.st_mode) and found.st_uid in {
        os.geteuid(),
        owner.pw_uid if owner else os.geteuid(),
    }:
        return
    raise PostgresError(
        f"{folder} is not a folder of this user but belongs to {folder.owner()}.\n"
        "Work as the user who made it, or have it removed, and try again."
    )


def create(it: Cluster) -> None:
    """Make the data directory whole or not at all; a damaged one is kept aside, never deleted."""
    if (it.data / "PG_VERSION").exists() and (it.data / "global" / "pg_control").exists():
        return
    if it.data.exists():
        it.data.rename(it.data.with_name(f"{it.data.name}.damaged-{int(time.time())}"))
    draft = it.data.with_name(f"{it.data.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    own(draft)
    options = ("--username=tera", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    done = run("initdb", f"--pgdata={draft}", *options, *([] if it.durable else ["--no-sync"]))
    if done.returncode:
        raise PostgresError(f"PostgreSQL could not make its data folder {it.data}:\n{done.stdout}")
    draft.rename(it.data)


def launch(it: Cluster) -> None:
    """Start the server process and wait until it answers."""
    deadline = time.monotonic() + START_SECONDS
    while not is_ready(it):
        if is_process_ours(it):
            stop_if_deaf(it)
        else:
            remove_traces(it)
        seconds = max(1, round(deadline - time.monotonic()))
        said = run(
            "pg_ctl",
            f"--pgdata={it.data}",
            f"--log={it.log}",
            f"--options={options(it)}",
            f"--timeout={seconds}",
            "start",
        )
        if said.returncode == 0:
            continue
        tail = log_tail(it) or said.stdout
        if time.monotonic() >= deadline or not any(sign in tail for sign in ORPHANS):
            raise PostgresError(
                f"PostgreSQL did not start. Its log, {it.log}, ends:\n{tail}\n"
                "Mend what it says, or run `make demo-reset` to throw the demonstration's data away."
            )
        time.sleep(0.3)


def log_tail(it: Cluster) -> str:
    return "\n".join(it.log.read_text(errors="replace").splitlines()[-15:]) if it.log.exists() else ""


def options(it: Cluster) -> str:
    settings = {
        "listen_addresses": "''",
        "unix_socket_directories": it.sockets,
        "max_connections": 120,
    }
    if not it.durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return " ".join(f"-c {name}={value}" for name, value in settings.items())


def is_ready(it: Cluster) -> bool:
    address = (f"--host={it.sockets}", "--username=tera", "--dbname=postgres")
    return it.socket.exists() and run("pg_isready", "--quiet", *address).returncode == 0


def is_process_ours(it: Cluster) -> bool:
    """Say whether the process named in postmaster.pid lives and is this cluster's server.

    After a kill the number may be in use again by anything, even by another PostgreSQL
    server; this cluster's own has the data directory as its working directory.
    """
    try:
        process = int((it.data / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(process, 0)
        if Path("/proc/self/cwd").exists():
            return Path(f"/proc/{process}/cwd").samefile(it.data)
    except (FileNotFoundError, ValueError, ProcessLookupError, PermissionError):
        return False
    return True


def stop_if_deaf(it: Cluster) -> None:
    """Stop a server whose socket is gone: /tmp was swept, or the checkout was moved."""
    deadline = time.monotonic() + DEAF_SECONDS
    while not it.socket.exists():
        if time.monotonic() > deadline:
            stop(it)
            return
        time.sleep(0.1)


def remove_traces(it: Cluster) -> None:
    """Remove what a killed server left, which would keep the next one from starting."""
    for path in (it.data / "postmaster.pid", it.socket, it.sockets / f"{it.socket.name}.lock"):
        path.unlink(missing_ok=True)


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
        done = run("psql", *query, "CREATE DATABASE tera")
        if done.returncode:
            raise PostgresError(f"The database could not be created: {done.stdout}")


def stop(it: Cluster) -> None:
    if is_process_ours(it):
        run("pg_ctl", f"--pgdata={it.data}", "--mode=fast", "stop")


def erase(it: Cluster) -> None:
    """Stop the server and delete its data and socket folder."""
    stop(it)
    if it.data.exists():
        shutil.rmtree(it.data)
    shutil.rmtree(it.sockets, ignore_errors=True)
