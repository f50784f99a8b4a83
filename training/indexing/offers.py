"""The offers of an index: their numbers, their orders, and the values of their own facets."""

from datetime import date

import numpy as np
from django.db.models import F, Func, IntegerField, QuerySet, TextField, Window
from django.db.models.functions import Cast, DenseRank, Upper
from psycopg2.extensions import STRINGARRAY
from pyroaring import BitMap

from tera.facets import Facet
from training.demand import with_demand
from training.enrolment import with_enrolment
from training.indexing.bundle import Bundle, sets_by_number
from training.indexing.slots import Progress, Slots, read
from training.models import Offer

# A number after every other, also of days: what is unknown comes last.
UNKNOWN = 10_000_000


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


# The columns that orders are made of, with the type of each.
KEYS = {
    "row": np.int64,
    "state": np.int8,
    "next_date": np.int32,
    "demand": np.float64,
    "name_rank": np.int32,
    "made": np.int64,
    "learning_hours": np.int32,
}
DATES, CODES = ("next_date",), ("code", "other_code")


def gather_offers(bundle: Bundle, language: str, day: date, facets: list[Facet], progress: Progress) -> Slots:
    """Number the offers in the order of relevance without a text; note their orders, values and codes."""
    key, values, codes = read_offers(language, day, facets, progress)
    order = ordered(key["row"], key["name_rank"], -key["demand"], key["next_date"], key["state"])
    place = ranks_in(order)
    key = {name: column[order] for name, column in key.items()}
    bundle.arrays |= {"ids": key["row"], "states": key["state"]}
    bundle.arrays |= {f"sort {sort}": ranks_in(ordered(*columns)) for sort, columns in sorts(key).items()}
    bundle.sets |= {f"facet {facet.key}": values[facet.key].sets(place) for facet in facets}
    slots = Slots(bundle.arrays["ids"])
    by_code: dict[str, list[int]] = {}
    for row, code in codes:
        by_code.setdefault(code, []).append(row)
    bundle.meta["codes"] = {code: slots.of(rows).to_array().tolist() for code, rows in by_code.items()}
    return slots


def read_offers(
    language: str, day: date, facets: list[Facet], progress: Progress
) -> tuple[dict[str, np.ndarray], dict[str, Values], list[tuple[int, str]]]:
    """Return the columns of the published offers, their values in each facet, and their codes."""
    columns = {f"values_{f.key}": Cast(f.values, TextField()) for f in facets}
    rows = with_keys(language, day).annotate(**columns)
    found: dict[str, list[np.ndarray]] = {name: [] for name in KEYS}
    values = {facet.key: Values() for facet in facets}
    codes: list[tuple[int, str]] = []
    total, done = Offer.objects.published().count(), 0
    for chunk in read(rows, *KEYS, *CODES, *columns):
        ids = chunk[0]
        for name, column in zip(KEYS, chunk, strict=False):
            found[name].append(numbers_of(column, name))
        for column in chunk[len(KEYS) : len(KEYS) + len(CODES)]:
            codes += [(pk, code) for pk, code in zip(ids, column, strict=True) if code]
        for facet, column in zip(facets, chunk[len(KEYS) + len(CODES) :], strict=True):
            values[facet.key].add(column)
        done += len(ids)
        progress(f"{language}: offers", done / total)
    key = {name: np.concatenate(parts) if parts else np.zeros(0, KEYS[name]) for name, parts in found.items()}
    return key, values, codes


def with_keys(language: str, day: date) -> QuerySet[Offer]:
    """Return the published offers with all that decides their place in an order."""
    return with_demand(with_enrolment(Offer.objects.published(), day)).annotate(
        row=F("pk"),
        name_rank=Window(DenseRank(), order_by=F(f"name_{language}").asc()),
        made=Func(
            F("created_at"),
            template="(extract(epoch FROM %(expressions)s) * 1000000)::bigint",
            output_field=IntegerField(),
        ),
        code=Upper("course_code"),
        other_code=Upper("certificate_code"),
    )


def numbers_of(column: tuple, name: str) -> np.ndarray:
    if name in DATES:
        column = tuple(day.toordinal() if day else UNKNOWN for day in column)
    return np.fromiter((UNKNOWN if value is None else value for value in column), KEYS[name], len(column))


def sorts(key: dict[str, np.ndarray]) -> dict[str, tuple[np.ndarray, ...]]:
    """Return by its name the columns of each order, the most important last."""
    pk, name, state = key["row"], key["name_rank"], key["state"]
    return {
        "fecha": (pk, name, state, key["next_date"]),
        "demanda": (pk, name, state, -key["demand"]),
        "recientes": (pk, -key["made"]),
        "duracion": (pk, name, state, key["learning_hours"]),
        "nombre": (pk, name),
    }


def ranks_in(order: np.ndarray) -> np.ndarray:
    """Return the place of each row in an order."""
    ranks = np.empty(len(order), np.uint32)
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    return ranks


def ordered(*columns: np.ndarray) -> np.ndarray:
    """Return the order by the last column first, then the one before it; the first breaks ties."""
    return np.lexsort(columns)
