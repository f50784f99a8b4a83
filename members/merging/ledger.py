"""Rows as the database holds them, before and after, so that a merge can be undone to the last byte.

A row is kept as the text of its ``jsonb``: passing it through Python would lose the zeros of a decimal.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.apps import apps
from django.db import connection, models

from .errors import CannotUndo

Key = tuple[str, str]  # label of the model, primary key as text


@dataclass(frozen=True)
class Entry:
    label: str
    pk: str
    before: str
    after: str | None


def read_rows(keys: Iterable[Key]) -> dict[Key, str]:
    """Return the text of each row that exists."""
    by_label: dict[str, list[str]] = {}
    for label, pk in keys:
        by_label.setdefault(label, []).append(pk)
    found = {}
    with connection.cursor() as cursor:
        for label, pks in sorted(by_label.items()):
            table, column = names(apps.get_model(label))
            cursor.execute(
                f"SELECT t.{column}::text, to_jsonb(t)::text FROM {table} t WHERE t.{column}::text = ANY(%s)",  # noqa: S608
                [pks],
            )
            found |= {(label, pk): text for pk, text in cursor.fetchall()}
    return found


def only(text: str, columns: Iterable[str]) -> str:
    """Return the text of a row with no more than some of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT jsonb_object_agg(key, value)::text FROM jsonb_each(%s::jsonb) WHERE key = ANY(%s)",
            [text, sorted(columns)],
        )
        return cursor.fetchone()[0]


def restore(entries: Iterable[Entry]) -> None:
    """Put the rows back as they were; raises CannotUndo if one is no longer as the merge left it."""
    entries = list(entries)
    now = read_rows((entry.label, entry.pk) for entry in entries)
    for entry in entries:
        if not is_as_left(entry, now.get((entry.label, entry.pk))):
            raise CannotUndo(describe(entry))
    with connection.cursor() as cursor:
        # First what is there, so that what comes back finds its numbers and periods free.
        for entry in entries:
            if entry.after is not None and entry.after != entry.before:
                update(cursor, entry)
        for entry in entries:
            if entry.after is None:
                insert(cursor, entry)
        # Again, now that all are there: triggers copy names from one row to another, such as the words by
        # which an offer is found.
        for entry in entries:
            update(cursor, entry)


def is_as_left(entry: Entry, now: str | None) -> bool:
    if entry.after is None or now is None:
        return entry.after is now
    left, current = parsed(entry.after), parsed(now)
    # Columns added to the table since then are not the merge's.
    return all(column in current and current[column] == value for column, value in left.items())


def parsed(text: str) -> dict:
    return json.loads(text, parse_float=Decimal)


def update(cursor, entry: Entry) -> None:
    table, column = names(apps.get_model(entry.label))
    columns = ", ".join(name for name in written_columns(cursor, entry) if name != column)
    cursor.execute(
        f"UPDATE {table} t SET ({columns}) = (SELECT {columns} "  # noqa: S608
        f"FROM jsonb_populate_record(NULL::{table}, %s::jsonb)) WHERE t.{column}::text = %s",
        [entry.before, entry.pk],
    )


def insert(cursor, entry: Entry) -> None:
    table, _column = names(apps.get_model(entry.label))
    columns = ", ".join(written_columns(cursor, entry))
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {columns} "  # noqa: S608
        f"FROM jsonb_populate_record(NULL::{table}, %s::jsonb)",
        [entry.before],
    )


def written_columns(cursor, entry: Entry) -> list[str]:
    """Return the columns that were kept of a row, but for those that PostgreSQL computes itself."""
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
        "AND NOT attisdropped AND attgenerated = ''",
        [names(apps.get_model(entry.label))[0]],
    )
    own = {name for (name,) in cursor.fetchall()}
    return [quote(name) for name in parsed(entry.before) if name in own]


def names(model: type[models.Model]) -> tuple[str, str]:
    return quote(model._meta.db_table), quote(model._meta.pk.column)


def quote(name: str) -> str:
    return connection.ops.quote_name(name)


def describe(entry: Entry) -> str:
    model = apps.get_model(entry.label)
    row = model._base_manager.filter(pk=entry.pk).first()
    return f"{model._meta.verbose_name} “{row}”" if row else str(model._meta.verbose_name)
