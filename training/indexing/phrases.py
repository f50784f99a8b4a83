"""Words and phrases that are looked up in PostgreSQL: which offers have them, by the best weight."""
# ruff: noqa: S608 - the language is a setting and every value is a parameter

from collections.abc import Iterable

from django.db import connection

from training.indexing.queries import All, Any, Node, Not, Phrase, Unsupported, read_query

Found = list[list[int]]


def look_up(language: str, query: str, among: list[int] | None = None) -> Found:
    """Return the published offers that have ``query`` in names, else in skills, gist or anywhere."""
    column = f"search_{language}"
    within = "" if among is None else " AND id = ANY (%s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH asked AS (SELECT %s::tsquery AS query)
            SELECT id, CASE WHEN ts_filter({column}, '{{a}}') @@ query THEN 0
                WHEN ts_filter({column}, '{{a,b}}') @@ query THEN 1
                WHEN ts_filter({column}, '{{a,b,c}}') @@ query THEN 2 ELSE 3 END
            FROM training_offer, asked WHERE status = 'published' AND {column} @@ query{within}""",
            [query] if among is None else [query, among],
        )
        found: Found = [[], [], [], []]
        for row, weight in cursor.fetchall():
            found[weight].append(row)
    return found


def phrases_in(node: Node | None) -> Iterable[Phrase]:
    if isinstance(node, Phrase):
        yield node
    elif isinstance(node, Not):
        yield from phrases_in(node.part)
    elif isinstance(node, All | Any):
        for part in node.parts:
            yield from phrases_in(part)


def synonym_phrases(language: str) -> list[str]:
    """Return the phrases that synonyms put into queries: they are asked for again and again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT substitute::text FROM training_synonymrule r JOIN training_synonym s "
            "ON s.id = r.synonym_id WHERE s.language = %s",
            [language],
        )
        queries = [query for (query,) in cursor.fetchall()]
    found = []
    for query in queries:
        try:
            found += [phrase.text for phrase in phrases_in(read_query(query))]
        except Unsupported:
            continue
    return sorted(set(found))


def read_phrases(language: str, phrases: Iterable[str]) -> dict[str, Found]:
    return {phrase: look_up(language, phrase) for phrase in phrases}
