"""A search index in the memory of a web process: sets of offers, and what they answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import numpy as np
from pyroaring import BitMap

from tera.facets import Facet
from tera.kept import Kept
from training.indexing.bundle import Bundle, sets_by_number
from training.indexing.phrases import look_up
from training.indexing.queries import All, Any, Node, Not, Phrase, Word
from training.indexing.slots import Slots
from training.models import SearchIndexPart

# Fewer offers than this are looked through one by one for a phrase, instead of the whole catalogue.
FEW = 2_000
KEPT_WORDS, KEPT_SELECTIONS = 200, 16

Levels = tuple[BitMap, BitMap, BitMap, BitMap]


@dataclass(frozen=True)
class Selection:
    """What is asked of one and the same edition: chosen values, the days it starts between, or over too."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...]
    days: tuple[int, int] | None
    ahead_only: bool

    @property
    def keys(self) -> tuple[str, ...]:
        keys = [key for key, _values in self.chosen]
        return (*keys, *(["fechas"] if self.days else []), *(["pasadas"] if self.ahead_only else []))


@dataclass(frozen=True)
class Nested:
    """The offers with an edition that fits a selection, all but one part of it, or one value besides."""

    fit: BitMap
    but: Mapping[str, BitMap]
    values: Mapping[str, Mapping[str, BitMap]]


def union(bitmaps: Iterable[BitMap]) -> BitMap:
    bitmaps = list(bitmaps)
    return BitMap.union(*bitmaps) if bitmaps else BitMap()


class LoadedIndex:
    """The sets of one index; nothing in it ever changes but what is kept from the last searches."""

    def __init__(self, language: str, bundle: Bundle):
        self.language, self.bundle = language, bundle
        self.ids = bundle.arrays["ids"]
        self.slots = Slots(self.ids)
        self.everything = BitMap(range(len(self.ids)))
        self.everything.run_optimize()
        self.words = {word: number for number, word in enumerate(bundle.meta["words"])}
        self.codes: dict[str, list[int]] = bundle.meta["codes"]
        self.likenesses = bundle.meta["likenesses"]
        starts = np.searchsorted(bundle.arrays["states"], np.arange(9))
        self.states = [BitMap(range(int(a), int(b))) for a, b in zip(starts, starts[1:], strict=False)]
        self.alike = self.alike_within(None)
        self.found_words, self.found_nested = Kept(KEPT_WORDS), Kept(KEPT_SELECTIONS)

    @classmethod
    def load(cls, pk: int, language: str) -> "LoadedIndex":
        parts = SearchIndexPart.objects.filter(index=pk).order_by("number").values_list("content", flat=True)
        return cls(language, Bundle.from_bytes(b"".join(bytes(part) for part in parts)))

    def values(self, facet: str) -> Mapping[str, BitMap]:
        return self.bundle.sets[f"facet {facet}"]

    # What a text finds

    def levels(self, node: Node) -> Levels:
        """Return the offers that answer a query by names alone, with skills, with the gist, with anything."""
        if isinstance(node, Not):
            return tuple(self.everything - part for part in self.levels(node.part))
        if isinstance(node, All | Any):
            combine = and_ if isinstance(node, All) else or_
            parts = [self.levels(part) for part in node.parts]
            return tuple(reduce(combine, level) for level in zip(*parts, strict=True))
        if isinstance(node, Phrase):
            return self.found_words.get_or_make(node.text, lambda: self.phrase(node))
        return self.found_words.get_or_make(node, lambda: self.word(node))

    def word(self, word: Word) -> Levels:
        number = self.words.get(word.lexeme)
        if number is None:
            return self.looked_up(quoted(word.lexeme))
        sets = self.bundle.sets["words"]
        return accumulated([sets.get(str(number * 4 + weight), BitMap()) for weight in range(4)])

    def phrase(self, phrase: Phrase) -> Levels:
        stored = self.bundle.sets["phrases"]
        if f"{phrase.text}\n0" in stored:
            return accumulated([stored[f"{phrase.text}\n{weight}"] for weight in range(4)])
        among = None
        if phrase.lexemes:
            candidates = self.levels(All(tuple(map(Word, phrase.lexemes))))[3]
            if len(candidates) <= FEW:
                among = self.ids[candidates.to_array()].tolist()
        return self.looked_up(phrase.text, among)

    def looked_up(self, query: str, among: list[int] | None = None) -> Levels:
        return accumulated([self.slots.of(ids) for ids in look_up(self.language, query, among)])

    # What is asked of an edition

    def alike_within(self, days: tuple[int, int] | None) -> dict[int, BitMap]:
        """Return by likeness the offers with such an edition, one that starts within ``days``."""
        arrays = self.bundle.arrays
        offers, likenesses = arrays["edition offers"], arrays["edition likenesses"]
        if days:
            starts = arrays["edition starts"]
            within = (starts >= days[0]) & (starts <= days[1]) & (starts > 0)
            offers, likenesses = offers[within], likenesses[within]
        return sets_by_number(likenesses, offers)

    def nested(self, selection: Selection, facets: list[Facet]) -> Nested:
        return self.found_nested.get_or_make(selection, lambda: self.make_nested(selection, facets))

    def make_nested(self, selection: Selection, facets: list[Facet]) -> Nested:
        alike = self.alike_within(selection.days) if selection.days else self.alike
        chosen = {key: set(values) for key, values in selection.chosen}

        def fits(likeness: dict, but: str = "") -> bool:
            if selection.ahead_only and but != "pasadas" and not likeness["ahead"]:
                return False
            return all(key == but or wanted & set(likeness[key]) for key, wanted in chosen.items())

        def offers(but: str = "") -> BitMap:
            among = self.alike if but == "fechas" else alike
            return union(among[n] for n, row in enumerate(self.likenesses) if n in among and fits(row, but))

        values: dict[str, dict[str, BitMap]] = {}
        for facet in facets:
            sets: dict[str, list[BitMap]] = {}
            for number, bitmap in alike.items():
                row = self.likenesses[number]
                if fits(row, facet.key):
                    for value in row[facet.key]:
                        sets.setdefault(value, []).append(bitmap)
            values[facet.key] = {value: union(bitmaps) for value, bitmaps in sets.items()}
        return Nested(offers(), {key: offers(key) for key in selection.keys}, values)

    def of_any_edition(self, facets: list[Facet]) -> Mapping[str, Mapping[str, BitMap]]:
        """Return the offers with each value in any edition, over or not."""
        return self.nested(Selection((), None, ahead_only=False), facets).values


def accumulated(by_weight: list[BitMap]) -> Levels:
    names, skills, gist, rest = by_weight
    with_skills = names | skills
    with_gist = with_skills | gist
    return names, with_skills, with_gist, with_gist | rest


def quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
