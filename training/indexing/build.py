"""Build the search indexes: every published offer, numbered in the order of relevance without a text.

Everything is asked of the same expressions that the plain path uses, so that no rule is written
twice; only the sets are new.
"""
# ruff: noqa: S608 - the languages are settings and the rest is constant

import io
from collections.abc import Callable, Iterator
from datetime import date

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, Func, IntegerField, QuerySet, TextField, Value, When, Window
from django.db.models.functions import Cast, DenseRank, Upper
from django.utils import timezone
from psycopg2.extensions import STRINGARRAY
from pyroaring import BitMap

from tera.facets import Facet
from training.demand import with_demand
from training.enrolment import with_enrolment
from training.facets import facets_on, is_not_over
from training.indexing.bundle import Bundle, sets_by_number
from training.indexing.phrases import read_phrases, synonym_phrases
from training.models import Offer, SearchChange, SearchIndex, SearchIndexPart

# A rarer word is looked up in PostgreSQL, which has few rows to read for it.
FREQUENT = 1_000
CHUNK, PART = 20_000, 8_000_000
LOCK = 7_240_001
# A day number after every date: what is unknown comes last.
UNKNOWN = 10_000_000
Progress = Callable[[str, float], None]

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


def no_progress(step: str, share: float) -> None:
    """Say nothing."""


def build_indexes(
    day: date,
    languages: list[str] | None = None,
    *,
    frequent: int = FREQUENT,
    progress: Progress = no_progress,
) -> bool:
    """Replace the indexes by new ones as of this instant; False when another process is at it."""
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return False
        # What is written from here on is not among what this transaction sees, and stays a change.
        known = list(SearchChange.objects.values_list("pk", flat=True))
        SearchIndex.objects.all().delete()
        for language in languages or list(dict(settings.LANGUAGES)):
            store(language, day, gather(language, day, frequent, progress))
        forget_changes(known)
    return True


def forget_changes(known: list[int]) -> int:
    """Take away what an index knows, and leave a mark: pages are told apart by these rows."""
    taken = SearchChange.objects.filter(pk__in=known).delete()[0]
    SearchChange.objects.create(offer_id=SearchChange.NONE)
    return taken


def store(language: str, day: date, bundle: Bundle) -> None:
    content, offers = bundle.to_bytes(), len(bundle.arrays["ids"])
    index = SearchIndex.objects.create(language=language, day=day, built_at=timezone.now(), offers=offers)
    for number, start in enumerate(range(0, len(content), PART)):
        SearchIndexPart.objects.create(index=index, number=number, content=content[start : start + PART])


def gather(language: str, day: date, frequent: int, progress: Progress) -> Bundle:
    facets = facets_on(day)
    bundle = Bundle()
    slots = gather_offers(bundle, language, day, [f for f in facets if not f.nested], progress)
    gather_editions(bundle, day, [f for f in facets if f.nested], slots, progress)
    gather_words(bundle, language, frequent, slots, progress)
    phrases = synonym_phrases(language)
    bundle.sets["phrases"] = {
        f"{phrase}\n{weight}": slots.of(ids)
        for phrase, by_weight in read_phrases(language, phrases).items()
        for weight, ids in enumerate(by_weight)
    }
    return bundle


class Slots:
    """The number of each offer in the index."""

    def __init__(self, ids: np.ndarray):
        self.order = np.argsort(ids)
        self.sorted = ids[self.order]

    def numbers(self, ids: np.ndarray) -> np.ndarray:
        """Return the slots of those of ``ids`` that have one."""
        places = np.searchsorted(self.sorted, ids)
        found = places < len(self.sorted)
        found[found] = self.sorted[places[found]] == ids[found]
        return self.order[places[found]].astype(np.uint32)

    def of(self, ids) -> BitMap:
        return BitMap(self.numbers(np.asarray(ids, dtype=np.int64)))


def read(rows: QuerySet, *fields: str) -> Iterator[list[tuple]]:
    """Yield the values of ``rows`` in chunks, column by column."""
    sql, parameters = rows.order_by().values_list(*fields).query.sql_with_params()
    names = ", ".join(f'"{name}"' for name in fields)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM ({sql}) rows", parameters)
        while chunk := cursor.fetchmany(CHUNK):
            yield list(zip(*chunk, strict=True))


class Values:
    """The values of one facet, row by row, each different list of them once."""

    def __init__(self):
        self.numbers: dict[str, int] = {}
        self.columns: list[np.ndarray] = []

    def add(self, column: tuple[str, ...]) -> None:
        numbers = self.numbers
        found = (numbers.setdefault(value, len(numbers)) for value in column)
        self.columns.append(np.fromiter(found, np.int32, len(column)))

    @property
    def lists(self) -> list[list[str]]:
        return [STRINGARRAY(value, None) for value in self.numbers]

    @property
    def column(self) -> np.ndarray:
        return np.concatenate(self.columns) if self.columns else np.zeros(0, np.int32)

    def sets(self, slots: np.ndarray) -> dict[str, BitMap]:
        lists, found = self.lists, {}
        for number, bitmap in sets_by_number(self.column, slots).items():
            for value in lists[number]:
                found.setdefault(value, BitMap()).update(bitmap)
        return found


def gather_offers(bundle: Bundle, language: str, day: date, facets: list[Facet], progress: Progress) -> Slots:
    columns = {f"values_{f.key}": Cast(f.values, TextField()) for f in facets}
    rows = with_demand(with_enrolment(Offer.objects.published(), day)).annotate(
        row=F("pk"),
        name_rank=Window(DenseRank(), order_by=F(f"name_{language}").asc()),
        made=Func(
            F("created_at"),
            template="(extract(epoch FROM %(expressions)s) * 1000000)::bigint",
            output_field=IntegerField(),
        ),
        code=Upper("course_code"),
        other_code=Upper("certificate_code"),
        **columns,
    )
    names = (
        "row",
        "state",
        "next_date",
        "demand",
        "name_rank",
        "made",
        "learning_hours",
        "code",
        "other_code",
    )
    keys: dict[str, list[np.ndarray]] = {name: [] for name in names[:7]}
    values = {facet.key: Values() for facet in facets}
    codes: list[tuple[int, str]] = []
    total, done = Offer.objects.published().count(), 0
    for chunk in read(rows, *names, *columns):
        ids, states, dates, demand, ranks, made, hours, *rest = chunk[:9]
        size = len(ids)
        keys["row"].append(np.fromiter(ids, np.int64, size))
        keys["state"].append(np.fromiter(states, np.int8, size))
        keys["next_date"].append(
            np.fromiter((d.toordinal() if d else UNKNOWN for d in dates), np.int32, size)
        )
        keys["demand"].append(np.fromiter(demand, np.float64, size))
        keys["name_rank"].append(np.fromiter(ranks, np.int32, size))
        keys["made"].append(np.fromiter(made, np.int64, size))
        keys["learning_hours"].append(
            np.fromiter((UNKNOWN if h is None else h for h in hours), np.int32, size)
        )
        for column in rest:
            codes += [(pk, code) for pk, code in zip(ids, column, strict=True) if code]
        for facet, column in zip(facets, chunk[9:], strict=True):
            values[facet.key].add(column)
        done += size
        progress(f"{language}: offers", done / total)
    key = {name: np.concatenate(parts) if parts else np.zeros(0, np.int64) for name, parts in keys.items()}
    order = ordered(key["row"], key["name_rank"], -key["demand"], key["next_date"], key["state"])
    place = np.empty(len(order), np.uint32)
    place[order] = np.arange(len(order), dtype=np.uint32)
    key = {name: column[order] for name, column in key.items()}
    bundle.arrays["ids"] = key["row"]
    bundle.arrays["states"] = key["state"]
    pk, name, state, dates = key["row"], key["name_rank"], key["state"], key["next_date"]
    sorts = {
        "fecha": (pk, name, state, dates),
        "demanda": (pk, name, state, -key["demand"]),
        "recientes": (pk, -key["made"]),
        "duracion": (pk, name, state, key["learning_hours"]),
        "nombre": (pk, name),
    }
    for sort, columns in sorts.items():
        ranks = np.empty(len(order), np.uint32)
        ranks[ordered(*columns)] = np.arange(len(order), dtype=np.uint32)
        bundle.arrays[f"sort {sort}"] = ranks
    for facet in facets:
        bundle.sets[f"facet {facet.key}"] = values[facet.key].sets(place)
    slots = Slots(bundle.arrays["ids"])
    by_code: dict[str, list[int]] = {}
    for row, code in codes:
        by_code.setdefault(code, []).append(row)
    bundle.meta["codes"] = {code: slots.of(rows).to_array().tolist() for code, rows in by_code.items()}
    return slots


def ordered(*columns: np.ndarray) -> np.ndarray:
    """Return the order by the last column first, then the one before it; the first breaks ties."""
    return np.lexsort(columns)


def gather_editions(bundle: Bundle, day: date, facets: list[Facet], slots: Slots, progress: Progress) -> None:
    """Group the offers by what one of their editions is like: each likeness is a set of offers."""
    columns = {f"values_{f.key}": Cast(f.values, TextField()) for f in facets}
    ahead = Case(When(is_not_over(day), then=Value(1)), default=Value(0))
    rows = Offer.objects.published().annotate(
        row=F("pk"), ahead=ahead, starts=F("editions__start_date"), **columns
    )
    likeness: dict[tuple, int] = {}
    offers, likenesses, starts = [], [], []
    for chunk in read(rows, "row", "starts", "ahead", *columns):
        size = len(chunk[0])
        offers.append(slots.numbers(np.fromiter(chunk[0], np.int64, size)))
        starts.append(np.fromiter((d.toordinal() if d else 0 for d in chunk[1]), np.int32, size))
        found = (likeness.setdefault(row, len(likeness)) for row in zip(*chunk[2:], strict=True))
        likenesses.append(np.fromiter(found, np.int32, size))
        progress("editions", 0.5)
    empty = [np.zeros(0, np.int32)]
    bundle.arrays["edition offers"] = np.concatenate(offers or empty).astype(np.uint32)
    bundle.arrays["edition likenesses"] = np.concatenate(likenesses or empty)
    bundle.arrays["edition starts"] = np.concatenate(starts or empty)
    bundle.meta["likenesses"] = [
        {"ahead": bool(row[0])} | {f.key: STRINGARRAY(v, None) for f, v in zip(facets, row[1:], strict=True)}
        for row in likeness
    ]


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
