"""The words of an index: which offers have each frequent word, by the best weight it has there."""
# ruff: noqa: S608 - the languages are settings and the rest is constant

import io

import numpy as np
from django.db import connection
from pyroaring import BitMap

from training.indexing.bundle import Bundle, sets_by_number
from training.indexing.slots import CHUNK, Progress, Slots

POSTING = np.dtype(
    [
        ("fields", ">i2"),
        ("_1", ">i4"),
        ("word", ">i4"),
        ("_2", ">i4"),
        ("weight", ">i4"),
        ("_3", ">i4"),
        ("id", ">i8"),
    ]
)
BINARY_HEAD, BINARY_TAIL = 19, 2


def gather_words(bundle: Bundle, language: str, frequent: int, slots: Slots, progress: Progress) -> None:
    """Note which offers have each frequent word, by the best weight it has there."""
    column = f"search_{language}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT word FROM ts_stat($$SELECT {column} FROM training_offer WHERE status = 'published'$$) "
            "WHERE ndoc >= %s ORDER BY word",
            [frequent],
        )
        words = [word for (word,) in cursor.fetchall()]
        cursor.execute("DROP TABLE IF EXISTS frequent_word")
        cursor.execute("CREATE TEMP TABLE frequent_word (number int, word text) ON COMMIT DROP")
        cursor.execute(
            "INSERT INTO frequent_word SELECT row_number() OVER () - 1, w FROM unnest(%s::text[]) w", [words]
        )
        cursor.execute("ANALYZE frequent_word")
        found: dict[int, BitMap] = {}
        chunks = range(0, len(slots.sorted), CHUNK)
        for start in chunks:
            first, last = slots.sorted[start], slots.sorted[min(start + CHUNK, len(slots.sorted)) - 1]
            rows = postings(cursor, column, int(first), int(last))
            numbers = rows["word"].astype(np.int64) * 4 + rows["weight"]
            for number, bitmap in sets_by_number(numbers, slots.numbers(rows["id"].astype(np.int64))).items():
                found.setdefault(number, BitMap()).update(bitmap)
            progress(f"{language}: words", (start + CHUNK) / max(1, len(slots.sorted)))
    bundle.meta["words"] = words
    bundle.sets["words"] = {str(number): bitmap for number, bitmap in found.items()}


def postings(cursor, column: str, first: int, last: int) -> np.ndarray:
    """Return the frequent words of the offers from ``first`` to ``last``, each with its best weight."""
    stream = io.BytesIO()
    cursor.copy_expert(
        f"""COPY (
            SELECT f.number, CASE WHEN 'A' = ANY (u.weights) THEN 0 WHEN 'B' = ANY (u.weights) THEN 1
                WHEN 'C' = ANY (u.weights) THEN 2 ELSE 3 END, o.id
            FROM training_offer o, unnest(o.{column}) u JOIN frequent_word f ON f.word = u.lexeme
            WHERE o.status = 'published' AND o.id BETWEEN {first} AND {last}
        ) TO STDOUT (FORMAT binary)""",
        stream,
    )
    return np.frombuffer(stream.getvalue()[BINARY_HEAD:-BINARY_TAIL], POSTING)
