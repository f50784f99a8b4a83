"""The tests' database, migrated once: every worker, and every run after this one, starts from a copy."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from tera.postgres.cluster import BASE_DIR

LOCK = 5_432_001
MARK = """
SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s
"""


def migrated_template(connection: BaseDatabaseWrapper) -> str:
    """Return the name of a database with every migration applied, made anew where migrations changed.

    Only the migrations themselves: what follows each of them (permissions, roles, letters, audit
    triggers) is written into every copy, by the `migrate` that finds nothing else to do.
    """
    name, fingerprint = template_name(connection), fingerprint_of(sources())
    quoted = connection.ops.quote_name(name)
    with connection._nodb_cursor() as cursor:
        # Held until the cursor's connection closes: the other workers wait for the first.
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute(MARK, [name])
        if (fingerprint,) not in cursor.fetchall():
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0")
            migrate(connection, name)
            # Last, so that a template which was left half done is not taken for a whole one.
            cursor.execute(f"COMMENT ON DATABASE {quoted} IS '{fingerprint}'")
    return name


def template_name(connection: BaseDatabaseWrapper) -> str:
    return f"{connection.settings_dict['NAME']}_migrated"


def migrate(connection: BaseDatabaseWrapper, name: str) -> None:
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def sources() -> list[Path]:
    """All that the migrated schema follows from: our migrations, what they run, the packages' versions."""
    ours = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == BASE_DIR]
    migrations = [path for app in ours for path in app.glob("migrations/*.py")]
    return [*migrations, BASE_DIR / "tera" / "immutability.py", BASE_DIR / "requirements" / "base.txt"]


def fingerprint_of(paths: Iterable[Path]) -> str:
    parts = (f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in sorted(paths))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
