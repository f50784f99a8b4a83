"""What must be ready before the demonstration is served. Each step is quick when nothing changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command, get_commands
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console

from tera.checks import server_errors
from tera.demo.problem import DemoProblem
from tera.demo.progress import step


def prepare(console: Console) -> None:
    with step(console, "Database schema") as note:
        note(bring_schema_up_to_date())
    with step(console, "Static files") as note:
        note("collected" if collect_static_files() else "up to date")
    if manager_exists():
        console.print("[green]✓[/] Demonstration data already there, nothing typed is touched")
    else:
        load_data(console)


def bring_schema_up_to_date() -> str:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise DemoProblem(unreachable(error)) from None
    if errors := server_errors("default"):
        raise DemoProblem("\n".join(f"{error.msg} {error.hint or ''}".strip() for error in errors))
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not pending:
        return "up to date"
    call_command("migrate", verbosity=0, interactive=False)
    return f"{pending} migrations applied"


def unreachable(error: Exception) -> str:
    place = connection.settings_dict
    where = f"{place['HOST'] or 'the local socket'}{':' if place['PORT'] else ''}{place['PORT']}"
    reason = str(error).strip().splitlines()[0]
    return (
        f"The database {place['NAME']} at {where} cannot be reached: {reason}\n"
        "Start that server or correct DATABASE_URL; without DATABASE_URL the demonstration "
        "brings its own PostgreSQL."
    )


def manager_exists() -> bool:
    """The manager is created last, so her account says that loading once came to its end."""
    return get_user_model().objects.filter(email=settings.DEMO_MANAGER).exists()


def load_data(console: Console) -> None:
    refuse_real_data()
    available = get_commands()
    for command, label in (
        ("load_baseline", "Published facts with their sources"),
        ("load_demo", "Invented organisations and survey editions"),
    ):
        if command in available:
            # These draw a progress bar of their own, so no spinner runs beside them.
            console.print(f"  {label}:", highlight=False)
            try:
                call_command(command)
            except CommandError as error:
                raise DemoProblem(f"{command} failed: {error}") from error
    call_command("create_demo_company", verbosity=0)
    call_command("create_demo_provider", verbosity=0)
    call_command("create_demo_manager", verbosity=0)


def refuse_real_data() -> None:
    """Never mix invented rows into somebody's real database, as a stray DATABASE_URL might ask for."""
    if get_user_model().objects.filter(is_staff=True).exists():
        raise DemoProblem(
            f"The database {connection.settings_dict['NAME']} has a manager of its own, so its data is not "
            "a demonstration's.\nPoint DATABASE_URL to an empty database, or unset it."
        )


def collect_static_files() -> bool:
    """Collect when a source changed since the last time; return whether it did."""
    fingerprint = static_fingerprint()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    stamp = settings.STATE_DIR / "static-stamp"
    if manifest.exists() and stamp.exists() and stamp.read_text() == fingerprint:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(fingerprint)
    return True


def static_fingerprint() -> str:
    """Return a hash over name, size and time of every source file, and what names the collected ones."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list(["CVS", ".*", "*~"]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
