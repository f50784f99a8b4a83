"""Looking for a person in every text of every table, and taking them out.

Keys lead to most of what is known about somebody; the rest stands in free text, in the trail, in the
arguments of tasks. So the whole database is read: text, JSON, lists and files.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

COLUMNS = """
SELECT c.table_name, c.column_name, c.udt_name
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
AND c.udt_name IN ('text', 'varchar', 'bpchar', 'citext', 'json', 'jsonb', '_text', '_varchar', 'bytea')
ORDER BY c.table_name, c.column_name
"""


@dataclass(frozen=True)
class Term:
    """A text that gives a person away, and what stands in its place afterwards."""

    text: str
    replacement: str

    @property
    def pattern(self) -> str:
        """Match the text as a whole word, however it is spaced, capitalised and written out as JSON."""
        words = ["".join(map(letter, word)) for word in self.text.split()]
        return rf"(?:(?<![\w.+-])|(?<={BREAK}))" + rf"(?:\s|{BREAK})+".join(words) + r"(?![\w-])"


# In JSON a new line is a backslash and a letter, which would be taken for the end of a word before it.
BREAK = r"\\[nrt]"


def letter(char: str) -> str:
    """Match one character, also as JSON that is all ASCII has it: in the panel's history, for one."""
    if char.isascii():
        return re.sub(r"([^\w])", r"\\\1", char)
    escapes = "|".join(f"{ord(form):04x}" for form in dict.fromkeys((char, char.lower(), char.upper()[:1])))
    return rf"(?:{char}|\\+u(?:{escapes}))"


@dataclass(frozen=True)
class Place:
    """A column in which a person is found, and in how many rows."""

    table: str
    column: str
    kind: str
    rows: int


def text_columns() -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        return cursor.fetchall()


def as_text(column: str, kind: str) -> str:
    quoted = connection.ops.quote_name(column)
    return f"encode({quoted}, 'escape')" if kind == "bytea" else f"{quoted}::text"


def in_column(pattern: str, kind: str) -> str:
    """Return the pattern as it matches in a column of this type."""
    if kind == "bytea":
        # Written out as PostgreSQL escapes bytes: every one above 127 as \\ooo.
        return "".join(
            c if ord(c) < 128 else "".join(f"\\\\{byte:03o}" for byte in c.encode()) for c in pattern
        )
    return pattern


def places_of(terms: Iterable[Term]) -> list[Place]:
    """Return every column that holds one of the terms; one query for each table."""
    return list(search(terms))


def search(terms: Iterable[Term]) -> Iterator[Place]:
    whole = "|".join(term.pattern for term in terms)
    if not whole:
        return
    tables: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in text_columns():
        tables.setdefault(table, []).append((column, kind))
    for table, columns in tables.items():
        counts = ", ".join(
            f"count(*) FILTER (WHERE {as_text(column, kind)} ~* %s)" for column, kind in columns
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {counts} FROM {connection.ops.quote_name(table)}",  # noqa: S608 - quoted names
                [in_column(whole, kind) for _column, kind in columns],
            )
            found = cursor.fetchone()
        for (column, kind), rows in zip(columns, found, strict=True):
            if rows:
                yield Place(table, column, kind, rows)


def texts_at(place: Place, terms: Iterable[Term], limit: int = 1000) -> list[str]:
    whole = in_column("|".join(term.pattern for term in terms), place.kind)
    text = as_text(place.column, place.kind)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {text} FROM {connection.ops.quote_name(place.table)} WHERE {text} ~* %s LIMIT %s",  # noqa: S608
            [whole, limit],
        )
        return [value for (value,) in cursor.fetchall()]


def replace_everywhere(terms: Iterable[Term]) -> list[Place]:
    """Put each term's replacement in its place, in every table; return where. Files are left as they are."""
    terms = list(terms)
    changed = [place for place in places_of(terms) if place.kind != "bytea"]
    for place in changed:
        for term in terms:
            column = connection.ops.quote_name(place.column)
            replacement = json.dumps(term.replacement, ensure_ascii=False)[1:-1]
            with connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE {connection.ops.quote_name(place.table)} "  # noqa: S608 - quoted names
                    f"SET {column} = regexp_replace({column}::text, %s, %s, 'gi')::{array_type(place.kind)} "
                    f"WHERE {column}::text ~* %s",
                    [term.pattern, replacement, term.pattern],
                )
    return changed


def array_type(kind: str) -> str:
    return f"{kind[1:]}[]" if kind.startswith("_") else kind
