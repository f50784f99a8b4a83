"""Invented offers by the million: texts with words as frequent as in a language, the rest made by the database.

A million must take minutes. So texts are made here and copied in, two connections work at once, indexes
are made at the end, and words are stemmed without what the site does for words that these texts have not
(``verify`` compares a sample of the rows with what the site would have made of them).
"""
# ruff: noqa: E501, S608 - the only values put in are numbers and names of columns; its lines are SQL

import csv
import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager

from django.db import connection

from bench.catalogue.words import texts, words

SKILLS, CHUNK, AT_ONCE = 500, 20_000, 2
TABLES = ("training_offer", "training_offerskill", "training_edition")


OFFERS = {
    "id": "{base} + n",
    "slug": "'bench-' || n",
    "status": "'published'",
    "kind": "(ARRAY['course', 'course', 'mooc', 'programme', 'module'])[1 + n % 5]",
    "name": "x.title",
    "name_es": "x.title",
    "name_en": "NULL",
    "abstract": "x.gist",
    "abstract_es": "x.gist",
    "abstract_en": "NULL",
    "description": "x.more",
    "description_es": "x.more",
    "description_en": "NULL",
    "course_code": "CASE WHEN n % 10 = 0 THEN 'C' || n ELSE '' END",
    "learning_hours": "CASE WHEN n % 4 > 0 THEN 5 + (n * 37) % 900 END",
    "level": "(ARRAY['', 'initial', 'intermediate', 'advanced'])[1 + n / 3 % 4]",
    "in_language": "(ARRAY['es', 'es', 'es', 'en'])[1 + n % 4]",
    "course_mode": "(ARRAY['online', 'onsite', 'blended', ''])[1 + n / 5 % 4]",
    "audience": "CASE WHEN n % 3 = 0 THEN ARRAY['anyone'] WHEN n % 3 = 1 THEN ARRAY['unemployed', 'student'] "
    "ELSE ARRAY['employed'] END",
    "price_category": "(ARRAY['free', 'paid', '', 'partially_free'])[1 + n / 7 % 4]",
    "funded_by": "(ARRAY['', 'emcan', 'foundation', 'self'])[1 + n / 11 % 4]",
    "credential_type": "(ARRAY['', 'attendance', 'achievement', 'own_title'])[1 + n / 13 % 4]",
    "provider_id": "(SELECT id FROM bench_provider p WHERE p.n = x.n % (SELECT count(*) FROM bench_provider))",
    "skill_words_es": "coalesce(x.taught, '')",
    "facet_words_es": "'Proveedor inventado Cantabria curso ' || (ARRAY['online', 'presencial'])[1 + n % 2]",
    "created_at": "now() - n * interval '1 second'",
}


def fill(offers: int, progress: Callable[[str, float], None]) -> None:
    """Add invented offers, skills and editions, without the triggers but with the words they would keep."""
    with connection.cursor() as cursor:
        vocabulary = prepare(cursor)
        cursor.execute("SELECT max(id) FROM training_offer")
        base = cursor.fetchone()[0]
        names = copied_columns(cursor)
        with without_indexes(cursor, progress), stemming_simply(cursor):
            pool = ThreadPoolExecutor(AT_ONCE)
            starts = range(0, offers, CHUNK)
            parts = [
                pool.submit(add_chunk, vocabulary, names, base, start + 1, min(start + CHUNK, offers))
                for start in starts
            ]
            for done, part in enumerate(as_completed(parts), 1):
                part.result()
                progress(f"{offers:,} offers", done / len(parts))
        verify(cursor)
        for table in TABLES:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
        cursor.execute("DROP TABLE bench_words, bench_skill, bench_provider")
        cursor.execute("DELETE FROM training_searchchange")
        cursor.execute("VACUUM ANALYZE")


def prepare(cursor) -> list[str]:
    """Add the skills; return the words to make texts of: those that need nothing but stemming."""
    cursor.execute("SET session_replication_role = replica")
    cursor.execute(
        """CREATE TABLE bench_words AS SELECT array_agg(word ORDER BY place) AS a
        FROM unnest(%s::text[]) WITH ORDINALITY w (word, place)
        WHERE offer_tsvector_es(word) = to_tsvector('spanish', word)
        AND offer_tsvector_en(word) = to_tsvector('english', word)""",
        [words()],
    )
    cursor.execute(
        f"""INSERT INTO skills_skill (code, label, label_es, label_en, description, domain)
        SELECT 'bench-' || n, l, l, l, '', 'tech' FROM bench_words,
        LATERAL (SELECT n, a[100 + n] || ' ' || a[900 + n] AS l FROM generate_series(1, {SKILLS}) n) s"""
    )
    cursor.execute(
        """CREATE TABLE bench_skill AS SELECT id, label, row_number() OVER (ORDER BY id) - 1 AS n
        FROM skills_skill WHERE code LIKE 'bench-%'"""
    )
    cursor.execute(
        "CREATE TABLE bench_provider AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS n "
        "FROM training_provider"
    )
    cursor.execute("SET session_replication_role = DEFAULT")
    cursor.execute("SELECT a FROM bench_words")
    return cursor.fetchone()[0]


@contextmanager
def without_indexes(cursor, progress: Callable[[str, float], None]) -> Iterator[None]:
    """Take away the indexes that keep no rule while the block runs, and make them at the end."""
    cursor.execute(
        """SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
        WHERE i.indrelid = ANY (%s::regclass[]) AND NOT i.indisunique""",
        [list(TABLES)],
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET maintenance_work_mem = '512MB'")
    for done, (_name, definition) in enumerate(indexes, 1):
        cursor.execute(definition)
        progress("indexes", done / len(indexes))


@contextmanager
def stemming_simply(cursor) -> Iterator[None]:
    """Let the words of offers be stemmed and no more while the block runs."""
    names = {"offer_tsvector_es": "spanish", "offer_tsvector_en": "english"}
    cursor.execute("SELECT pg_get_functiondef(p) FROM unnest(%s::regproc[]) p", [list(names)])
    definitions = [definition for (definition,) in cursor.fetchall()]
    for name, language in names.items():
        cursor.execute(
            f"""CREATE OR REPLACE FUNCTION {name}(words text) RETURNS tsvector LANGUAGE sql
            IMMUTABLE PARALLEL SAFE RETURN to_tsvector('{language}'::regconfig, words)"""
        )
    yield
    for definition in definitions:
        cursor.execute(definition)


def verify(cursor) -> None:
    """Raise when a row of a sample has other words than the site would have given it."""
    for language in ("es", "en"):
        column = f"search_{language}"
        cursor.execute(
            """SELECT generation_expression FROM information_schema.columns
            WHERE table_name = 'training_offer' AND column_name = %s AND table_schema = current_schema()""",
            [column],
        )
        expression = cursor.fetchone()[0]
        cursor.execute(
            f"""SELECT slug FROM (SELECT * FROM training_offer WHERE slug LIKE 'bench-%' LIMIT 500) o
            WHERE {column} <> {expression}""".replace("%", "%%"),
            [],
        )
        if row := cursor.fetchone():
            raise RuntimeError(f"{row[0]} has other words than it should")


def copied_columns(cursor) -> list[str]:
    """Return the columns that every row has as the example has them, whatever they come to be."""
    cursor.execute(
        """SELECT column_name FROM information_schema.columns WHERE table_name = 'training_offer'
        AND table_schema = current_schema() AND is_generated = 'NEVER'"""
    )
    return [name for (name,) in cursor.fetchall()]


def add_chunk(vocabulary: list[str], names: list[str], base: int, first: int, last: int) -> None:
    """Add some of the offers, by a connection of the thread's own."""
    file = io.StringIO()
    csv.writer(file).writerows(texts(vocabulary, first, last))
    file.seek(0)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS made (n int, title text, gist text, more text)")
        cursor.execute("TRUNCATE made")
        cursor.copy_expert("COPY made FROM STDIN (FORMAT csv)", file)
        cursor.execute(chunk_of_offers(names, base))
        cursor.execute(
            f"""INSERT INTO training_offerskill (offer_id, skill_id, origin, confirmed_on, level_reached)
            SELECT DISTINCT ON (x.n, s.id) {base} + x.n, s.id, 'curator', DATE '2026-01-01', NULL::int
            FROM generate_series({first}, {last}) x (n), generate_series(0, x.n % 3) k, bench_skill s
            WHERE s.n = (x.n::bigint * (7 + k) + k * 131) % {SKILLS}"""
        )
        cursor.execute(chunk_of_editions(base, first, last))
    connection.close()


def chunk_of_offers(names: list[str], base: int) -> str:
    values = ", ".join(OFFERS.get(name, f"t.{name}") for name in names).replace("{base}", str(base))
    return f"""INSERT INTO training_offer ({", ".join(names)})
    SELECT {values} FROM (
        SELECT m.*, (SELECT string_agg(s.label, ' · ') FROM generate_series(0, m.n % 3) k
            JOIN bench_skill s ON s.n = (m.n::bigint * (7 + k) + k * 131) % {SKILLS}) AS taught
        FROM made m
    ) x, (SELECT * FROM training_offer WHERE slug = 'example') t"""


def chunk_of_editions(base: int, first: int, last: int) -> str:
    return f"""INSERT INTO training_edition (offer_id, name, name_es, course_mode, municipality, event_status,
        enrol_url, source_url, in_language, price_category, funded_by, start_date, end_date,
        application_start_date, application_deadline)
    SELECT {base} + n, '', '', (ARRAY['', 'online', '', 'blended'])[1 + (n + k) % 4], '', (ARRAY['scheduled', 'scheduled',
        'scheduled', 'full', 'cancelled'])[1 + (n / 2 + k) % 5], '', '', (ARRAY['', '', 'en'])[1 + (n + k) % 3],
        (ARRAY['', '', '', 'free'])[1 + (n / 3 + k) % 4], '', start, start + 30, start - 60, start - 10
    FROM generate_series({first}, {last}) n,
    LATERAL (SELECT k, CASE WHEN (n + k) % 9 > 0 THEN current_date - 300 + (n * 13 + k * 97) % 700 END AS start
        FROM generate_series(1, n % 4) k) e"""
