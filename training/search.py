"""One search of the catalogue: from an address to a page of offers with its filters and counts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from django.conf import settings
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tera.criteria import Criteria
from tera.facets import Chip, Condition, Counts, FacetedSearch
from tera.few import FEW
from training.conditions import FROM, OVER, SINGLE, TO, conditions_of, start_words
from training.correction import Correction, correct
from training.counts import count_facets, count_few_facets, matching_text
from training.demand import DemandBoard, with_demand
from training.enrolment import with_enrolment
from training.enums import SortOrder
from training.facets import facets_on
from training.hints import Hint, hints_in
from training.indexing.engine import FastSearch, Plain, open_index
from training.models import Offer
from training.ranking import ordering, with_relevance
from training.reading import with_what_sheets_read
from training.rescue import Named, named_in, parts_of

PER_PAGE = 20
Labels = Mapping[str, Mapping[str, str]]


def search_language() -> str:
    """Return the language whose search column to read."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class FastList:
    """The offers of a fast search, read as they are asked for."""

    def __init__(self, fast: FastSearch, day: date):
        self.fast, self.day = fast, day

    def __getitem__(self, part: slice) -> list[Offer]:
        ids = self.fast.ids(part.start or 0, part.stop)
        rows = with_what_sheets_read(self.rows(ids), self.day).in_bulk(ids)
        return [rows[pk] for pk in ids if pk in rows]

    def rows(self, ids: list[int]) -> QuerySet[Offer]:
        return Offer.objects.published().filter(pk__in=ids)


class FastFile(FastList):
    """The same for a file, which has a column for the state and the next date of an offer."""

    def rows(self, ids: list[int]) -> QuerySet[Offer]:
        return with_enrolment(super().rows(ids), self.day)


class OfferSearch(FacetedSearch):
    """A search of the published offers; what is over is left out unless asked for."""

    single = SINGLE
    kept_groups = frozenset({"cuando"})

    def __init__(self, data: QueryDict, *, language: str, day: date, labels: Labels | None = None):
        self.language, self.day = language, day
        super().__init__(data, facets_on(day), SortOrder.values, labels=labels)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        return conditions_of(self.criteria, self.day)

    @cached_property
    def counts(self) -> Counts:
        return self.fast.counts if self.fast else self.plain_counts(Offer.objects.published())

    def plain_counts(self, offers: QuerySet[Offer], *, few: bool = False) -> Counts:
        count = count_few_facets if few else count_facets
        return count(offers, self.criteria, self.language, self.day)

    @cached_property
    def offers(self) -> QuerySet[Offer]:
        """Every offer that fits, in the order asked for."""
        return self.plain_offers(Offer.objects.published())

    def plain_offers(self, offers: QuerySet[Offer]) -> QuerySet[Offer]:
        found = with_demand(with_enrolment(self.fitting(offers), self.day))
        found = with_relevance(found, self.criteria.text, self.language)
        return found.order_by(*ordering(self.sort, self.language))

    def fitting(self, offers: QuerySet[Offer]) -> QuerySet[Offer]:
        text = self.criteria.text
        return self.chosen_only(offers.filter(matching_text(text, self.language)) if text else offers)

    @cached_property
    def number(self) -> int:
        """How many offers fit: the total, for whoever does not ask how many each value would show."""
        return self.fast.number if self.fast else self.fitting(Offer.objects.published()).count()

    @cached_property
    def fast(self) -> FastSearch | None:
        """The same search over an index in memory, where there is one."""

        def some(ids: list[int]) -> QuerySet[Offer]:
            return Offer.objects.published().filter(pk__in=ids)

        plain = Plain(
            counts=lambda ids: self.plain_counts(some(ids), few=len(ids) <= FEW),
            ordered=lambda ids: list(self.plain_offers(some(ids)).values_list("pk", flat=True)),
            number=lambda ids: self.fitting(some(ids)).count(),
        )
        return open_index(self.language, self.day, self.criteria, plain)

    @property
    def sort(self) -> SortOrder:
        return SortOrder(self.criteria.sort or SortOrder.RELEVANCE)

    @cached_property
    def chips(self) -> list[Chip]:
        chips = super().chips
        if words := start_words(self.criteria):
            chips.append(Chip(capfirst(words), self.criteria.without(FROM).without(TO).query()))
        if OVER in self.criteria.options:
            chips.append(Chip(_("Also what is over"), self.criteria.without(OVER).query()))
        return chips

    @cached_property
    def hints(self) -> list[Hint]:
        """What words of the text may mean as filters."""
        return hints_in(self.criteria, self.labels)

    @cached_property
    def hinted(self) -> int:
        """How many offers fit with all of the hints."""
        return self.counted(self.hints[-1].criteria) if self.hints else 0

    @cached_property
    def fewer_words(self) -> Chip | None:
        """The same without the words that may be filters, when nothing is found and that finds something."""
        if self.total or not self.hints:
            return None
        asked = replace(self.criteria, text=self.hints[-1].criteria.text)
        count = self.counted(asked)
        return Chip(f"«{asked.text}»", asked.query(), count) if count and asked.text else None

    @cached_property
    def parts(self) -> list[Chip]:
        """Fewer of the words, when nothing is found and those find something."""
        if self.total or not self.criteria.text or self.fewer_words:
            return []
        return parts_of(self.criteria, self.language, self.counted, self.named)

    @cached_property
    def named(self) -> Named | None:
        """The profiles and skills that the text names, when nothing is found."""
        if self.total or not self.criteria.text:
            return None
        return named_in(self.criteria.text, self.language, self.board)

    def counted(self, criteria: Criteria) -> int:
        return self.another(criteria).number

    def another(self, criteria: Criteria) -> "OfferSearch":
        return self.at(criteria.query())

    def at(self, query: str) -> "OfferSearch":
        data = QueryDict(query[1:])
        return OfferSearch(data, language=self.language, day=self.day, labels=self.labels)

    def newest(self, most: int) -> list[Offer]:
        """Return the offers that came last to the catalogue, whatever order is asked for."""
        return self.another(replace(self.criteria, sort=SortOrder.NEWEST.value)).first(most)

    @property
    def over(self) -> Chip | None:
        """The way to the offers that fit and have nothing but past editions, when there are some."""
        hidden = self.counts.without.get(OVER, self.total) - self.total
        return Chip("", self.criteria.with_option(OVER, "1").query(), hidden) if hidden else None

    @cached_property
    def correction(self) -> Correction | None:
        """What may have been meant, when next to nothing is found."""
        return correct(self.criteria, self.language, self.total, self.counted)

    @cached_property
    def instead(self) -> "OfferSearch | None":
        """The search to show the first offers of, when nothing is found and something else may be meant."""
        if self.total:
            return None
        if self.correction:
            return self.another(self.correction.criteria)
        way = self.fewer_words or next(iter(self.parts), None)
        return self.at(way.remove_url) if way else None

    @property
    def listed(self) -> QuerySet[Offer]:
        """The offers with all that a list says of them."""
        return with_what_sheets_read(self.offers, self.day)

    def first(self, most: int) -> list[Offer]:
        """Return the offers that come first, with what files say of them."""
        return list((FastFile(self.fast, self.day) if self.fast else self.listed)[:most])

    @cached_property
    def page(self) -> Page:
        return self.page_of(FastList(self.fast, self.day) if self.fast else self.listed, PER_PAGE)

    @cached_property
    def board(self) -> DemandBoard:
        return DemandBoard.latest()

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        return [(value, label, value == self.sort) for value, label in SortOrder.choices]
