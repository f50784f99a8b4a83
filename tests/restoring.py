"""The database after a test with real transactions: as it was before the first of them.

Django empties every table and then has permissions, roles and letters written anew, which takes a second
a test. Here only those tables are touched that hold something else than at the start.
"""

from io import BytesIO

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2.sql import SQL, Composable, Identifier, Literal

# In bytes. A table that grew beyond it is tidied at once: the next tests would read past what was deleted.
LARGE = 1_000_000
CONTENT = SQL("SELECT {name}, count(*), sum(hashtextextended(kept::text, 0))::text FROM {table} kept")
EMPTINESS = SQL("SELECT {name}, (EXISTS (SELECT FROM {table}))::int::bigint, NULL")


class Baseline:
    """What every table held at the start, and the way back to it."""

    def __init__(self, connection: BaseDatabaseWrapper, large: int = LARGE) -> None:
        self.connection, self.large = connection, large
        with connection.cursor() as cursor:
            found = connection.introspection.django_table_names(only_existing=True, include_views=False)
            self.tables = sorted(found)
            self.rows = {table: self.read(cursor, table) for table in self.tables}
            asked = [self.asking(CONTENT if self.rows[table] else EMPTINESS, table) for table in self.tables]
            self.question = SQL(" UNION ALL ").join(asked)
            self.contents = self.contents_now(cursor)

    def restore(self) -> None:
        """Take out what was written since, and put back what was changed or deleted."""
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            # Waits, as Django's TRUNCATE does, for whoever still writes.
            cursor.execute(SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(names(self.tables)))
            now = self.contents_now(cursor)
            changed = [table for table in self.tables if now[table] != self.contents[table]]
            # Without this, rows that never change and keys from table to table would refuse.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in changed:
                cursor.execute(SQL("DELETE FROM {}").format(Identifier(table)))
                self.write(cursor, table)
            large = [table for table in changed if self.size(cursor, table) > self.large]
        if large:
            with self.connection.cursor() as cursor:
                cursor.execute(SQL("VACUUM {}").format(names(large)))

    def contents_now(self, cursor) -> dict[str, tuple]:
        cursor.execute(self.question)
        return {table: content for table, *content in cursor.fetchall()}

    @staticmethod
    def asking(question: SQL, table: str) -> Composable:
        return question.format(name=Literal(table), table=Identifier(table))

    @staticmethod
    def read(cursor, table: str) -> bytes:
        rows = BytesIO()
        cursor.cursor.copy_expert(SQL("COPY {} TO STDOUT").format(Identifier(table)), rows)
        return rows.getvalue()

    def write(self, cursor, table: str) -> None:
        rows = BytesIO(self.rows[table])
        cursor.cursor.copy_expert(SQL("COPY {} FROM STDIN").format(Identifier(table)), rows)

    @staticmethod
    def size(cursor, table: str) -> int:
        cursor.execute("SELECT pg_relation_size(%s::regclass)", [table])
        return cursor.fetchone()[0]


def may_restore(connection: BaseDatabaseWrapper) -> bool:
    """Only a superuser may pass over triggers and keys; anybody else has Django empty the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')::boolean")
        return cursor.fetchone()[0]


def names(tables: list[str]) -> Composable:
    return SQL(", ").join(map(Identifier, tables))
