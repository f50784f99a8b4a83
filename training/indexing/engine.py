"""Searches of very many offers: the counts and the order of the plain path, from an index in memory.

Offers written since the index was built are left out of it and asked in the plain way, so that an
index is never wrong, only less and less worth its while until it is built anew.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, reduce
from operator import and_

import numpy as np
from django.db import connection
from django.db.models import Q
from pyroaring import BitMap

from tera.criteria import TEXT, Criteria
from tera.facets import Counts, Facet
from tera.few import FEW
from tera.garbage import leave_out_what_is_loaded
from training.conditions import FROM, OVER, TO
from training.enums import SortOrder
from training.facets import MONTHS_AHEAD, end_of_month, facets_on, months_later
from training.indexing.loaded import LoadedIndex, Selection, union
from training.indexing.queries import Unsupported, read_query
from training.models import Edition

# With more changes than this, asking for them one by one takes longer than the plain path.
MOST_CHANGES = 20_000
DATES = ("start_date", "end_date", "application_start_date", "application_deadline")

loaded: dict[str, tuple[int, LoadedIndex]] = {}
stale: dict[tuple[int, date], list[int]] = {}
loading = threading.Lock()


@dataclass(frozen=True)
class Plain:
    """The plain path, for a few offers: how many fit for each value, which, in order, and how many."""

    counts: Callable[[list[int]], Counts]
    ordered: Callable[[list[int]], list[int]]
    number: Callable[[list[int]], int]


def open_index(language: str, day: date, criteria: Criteria, plain: Plain) -> "FastSearch | None":
    """Return a fast search, if there is an index that can answer this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT i.id, i.day, c.changed, c.outdated, offer_search_{language}(%s)::text, upper(%s)
            FROM training_searchindex i, LATERAL (
                SELECT array_agg(DISTINCT offer_id) FILTER (WHERE offer_id > 0) AS changed,
                    bool_or(offer_id IS NULL) AS outdated
                FROM training_searchchange
            ) c WHERE i.language = %s""",  # noqa: S608 - the language is one of the settings
            [criteria.text, criteria.text, language],
        )
        row = cursor.fetchone()
    if row is None or row[3]:
        return None
    pk, built_for, changed, _outdated, query, code = row
    changes = [*(changed or []), *dates_passed(pk, built_for, day)]
    if len(changes) > MOST_CHANGES:
        return None
    try:
        node = read_query(query)
    except Unsupported:
        return None
    return FastSearch(index_of(pk, language), criteria, node, code, facets_on(day), changes, plain)


def index_of(pk: int, language: str) -> LoadedIndex:
    with loading:
        if loaded.get(language, (None,))[0] != pk:
            loaded.pop(language, None)
            loaded[language] = pk, LoadedIndex.load(pk, language)
            leave_out_what_is_loaded()
        return loaded[language][1]


def dates_passed(pk: int, built_for: date, day: date) -> list[int]:
    """Return the offers of which something may be different only because the day is another."""
    if built_for == day:
        return []
    if (pk, day) not in stale:
        first, last = min(built_for, day), max(built_for, day)
        passed = Q()
        for name in DATES:
            passed |= Q(**{f"{name}__range": (first - timedelta(1), last + timedelta(1))})
        for end in (end_of_month, lambda day: months_later(day, MONTHS_AHEAD)):
            passed |= Q(start_date__gt=end(first), start_date__lte=end(last))
        offers = Edition.objects.filter(passed).order_by().values_list("offer", flat=True).distinct()
        stale.clear()
        stale[pk, day] = list(offers[: MOST_CHANGES + 1])
    return stale[pk, day]


class FastSearch:
    """One search, answered from an index and, for what changed since, from the plain path."""

    def __init__(
        self, index: LoadedIndex, criteria: Criteria, node, code: str, facets, changes, plain: Plain
    ):
        self.index, self.criteria, self.node, self.code, self.plain = index, criteria, node, code, plain
        self.facets = [facet for facet in facets if not facet.nested]
        self.nested_facets = [facet for facet in facets if facet.nested]
        self.changes = sorted(set(changes))
        self.unchanged = index.everything
        if self.changes:
            self.unchanged = index.everything - index.slots.of(self.changes)

    @cached_property
    def levels(self):
        return self.index.levels(self.node) if self.node else None

    @cached_property
    def selection(self) -> Selection:
        options, chosen = self.criteria.options, self.criteria.chosen
        bounds = [options.get(FROM), options.get(TO)]
        days = None
        if any(bounds):
            first, last = bounds
            days = (
                date.fromisoformat(first).toordinal() if first else 1,
                date.fromisoformat(last).toordinal() if last else date.max.toordinal(),
            )
        keys = sorted(facet.key for facet in self.nested_facets if facet.key in chosen)
        pairs = tuple((key, tuple(sorted(chosen[key]))) for key in keys)
        return Selection(pairs, days, ahead_only=OVER not in options)

    @cached_property
    def nested(self):
        return self.index.nested(self.selection, self.nested_facets)

    @cached_property
    def chosen(self) -> dict[str, BitMap]:
        """The offers with what is chosen in each facet of their own."""
        found = {}
        for facet in self.facets:
            if values := self.criteria.chosen.get(facet.key):
                sets = [self.index.values(facet.key).get(value, BitMap()) for value in values]
                found[facet.key] = reduce(and_, sets) if facet.is_every(self.criteria) else union(sets)
        return found

    def own(self, but: str = "") -> BitMap:
        """Return the unchanged offers that fit by the text and their own facets, but for one."""
        parts = [bitmap for key, bitmap in self.chosen.items() if key != but]
        if self.levels and but != TEXT:
            parts.append(self.levels[3])
        return reduce(and_, sorted(parts, key=len), self.unchanged) if parts else self.unchanged

    @cached_property
    def fit(self) -> BitMap:
        return self.own() & self.nested.fit

    @cached_property
    def number(self) -> int:
        return len(self.fit) + (self.plain.number(self.changes) if self.changes else 0)

    @cached_property
    def counts(self) -> Counts:
        counts = self.counts_of_unchanged()
        return counts + self.plain.counts(self.changes) if self.changes else counts

    def counts_of_unchanged(self) -> Counts:
        own = self.own()
        without = {
            key: self.own(key).intersection_cardinality(self.nested.fit) for key in (TEXT, *self.chosen)
        }
        without |= {key: own.intersection_cardinality(bitmap) for key, bitmap in self.nested.but.items()}
        values = {facet.key: self.values_of(facet) for facet in self.facets}
        present = self.index.of_any_edition(self.nested_facets)
        for facet in self.nested_facets:
            sets = self.nested.values[facet.key]
            values[facet.key] = {
                value: own.intersection_cardinality(sets[value]) if value in sets else 0
                for value, bitmap in present[facet.key].items()
                if self.is_there(bitmap)
            }
        return Counts(len(self.fit), without, values)

    def values_of(self, facet: Facet) -> dict[str, int]:
        alone = facet.key in self.chosen and not facet.is_every(self.criteria)
        base = self.own(facet.key) & self.nested.fit if alone else self.fit
        return {
            value: base.intersection_cardinality(bitmap)
            for value, bitmap in self.index.values(facet.key).items()
            if self.is_there(bitmap)
        }

    def is_there(self, bitmap: BitMap) -> bool:
        """Say whether an unchanged offer has it."""
        return len(bitmap) > len(self.changes) or bitmap.intersect(self.unchanged)

    def ids(self, start: int, stop: int) -> list[int]:
        """Return the offers of one page, in order.

        Of the unchanged, so many before the page are looked at as there are changed ones that fit:
        no more can move in before it.
        """
        if not self.changes:
            return self.unchanged_ids(start, stop)
        # Which of a few changed ones fit, the ordering of the window says as well.
        few = len(self.changes) <= FEW
        changed = self.changes if few else self.plain.ordered(self.changes)
        before = max(0, start - len(changed))
        window = [*self.unchanged_ids(before, stop), *changed]
        return self.plain.ordered(window)[start - before : stop - before]

    def unchanged_ids(self, start: int, stop: int) -> list[int]:
        sort = SortOrder(self.criteria.sort or SortOrder.RELEVANCE)
        slots = (
            self.by_relevance(start, stop) if sort == SortOrder.RELEVANCE else self.by_rank(sort, start, stop)
        )
        return self.index.ids[slots].tolist()

    def by_rank(self, sort: SortOrder, start: int, stop: int) -> np.ndarray:
        slots = self.fit.to_array()
        ranks = self.index.bundle.arrays[f"sort {sort.value}"][np.asarray(slots)]
        if stop < len(ranks):
            best = np.argpartition(ranks, stop)[:stop]
            slots, ranks = np.asarray(slots)[best], ranks[best]
        return np.asarray(slots)[np.argsort(ranks)][start:stop]

    def by_relevance(self, start: int, stop: int) -> np.ndarray:
        """Go from one group of equal relevance to the next until the page is full; slots are in order."""
        found: list[int] = []
        for group in self.groups():
            size = len(group)
            if start < size:
                found += group[start:stop]
            start, stop = max(0, start - size), max(0, stop - size)
            if not stop:
                break
        return np.array(found, dtype=np.int64)

    def groups(self):
        """Yield the offers that fit, the most relevant first; empty groups are left out."""
        coded = BitMap(self.index.codes.get(self.code, [])) if self.code else BitMap()
        for by_code in (self.fit & coded, self.fit - coded) if coded else (self.fit,):
            if self.levels is None:
                yield by_code
                continue
            names, skills, gist, _all = self.levels
            for by_name in (by_code & names, by_code - names):
                for state in self.index.states:
                    if part := by_name & state:
                        yield part & skills
                        yield (part - skills) & gist
                        yield part - skills - gist
