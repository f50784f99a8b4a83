"""A database for each size of the catalogue, kept for the next run: a million offers take some minutes."""

import hashlib
from pathlib import Path

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

NAME = "tera_bench_catalogue_{offers}"


def stamp() -> str:
    """Return what a kept database must have been made by; newer migrations are run on it."""
    makers = (Path(__file__).parent / name for name in ("generate.py", "words.py"))
    return hashlib.sha256(b"".join(maker.read_bytes() for maker in makers)).hexdigest()[:16]


def kept_database(url: str, offers: int) -> tuple[str, bool]:
    """Return the address of the database for so many offers, and whether it has them already."""
    name = NAME.format(offers=offers)
    with_name = f"{url.rpartition('/')[0]}/{name}"
    connection = psycopg2.connect(url)
    try:
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
            )
            row = cursor.fetchone()
            if row and row[0] == stamp():
                return with_name, True
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name}")
    finally:
        connection.close()
    return with_name, False


def keep(url: str, offers: int) -> None:
    connection = psycopg2.connect(url)
    try:
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        with connection.cursor() as cursor:
            cursor.execute(f"COMMENT ON DATABASE {NAME.format(offers=offers)} IS '{stamp()}'")
    finally:
        connection.close()
