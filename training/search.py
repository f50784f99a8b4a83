"""One search of the catalogue: from an address to a page of offers with its filters and counts."""

from datetime import date
from functools import cached_property

from django.conf import settings
from django.core.paginator import Page
from django.db.models import (
    BooleanField,
    Case,
    F,
    FloatField,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tera.facets import Chip, Condition, Counts, FacetedSearch
from training.conditions import FROM, OVER, SINGLE, TO, conditions_of, start_words
from training.correction import Correction, correct
from training.counts import count_facets, matching_text, search_query
from training.demand import DemandBoard, with_demand
from training.enrolment import with_enrolment
from training.enums import SortOrder
from training.facets import facets_on
from training.models import Offer
from training.reading import with_what_sheets_read

PER_PAGE = 20


def search_language() -> str:
    """Return the language whose search column to read."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class OfferSearch(FacetedSearch):
    """A search of the published offers; what is over is left out unless asked for."""

    single = SINGLE
    kept_groups = frozenset({"cuando"})

    def __init__(self, data: QueryDict, *, language: str, day: date):
        self.language, self.day = language, day
        super().__init__(data, facets_on(day), SortOrder.values)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        return conditions_of(self.criteria, self.day)

    @cached_property
    def counts(self) -> Counts:
        return count_facets(Offer.objects.published(), self.criteria, self.language, self.day)

    @cached_property
    def offers(self) -> QuerySet[Offer]:
        """Every offer that fits, in the order asked for; the id breaks ties, so pages never repeat one."""
        found = Offer.objects.published()
        if self.criteria.text:
            found = found.filter(matching_text(self.criteria.text, self.language))
        found = with_demand(with_enrolment(self.chosen_only(found), self.day))
        return found.annotate(**self.text_ranks()).order_by(*self.ordering(), "pk")

    def text_ranks(self) -> dict:
        """Return what relevance is made of: the code itself, a hit in the name, how well the words match."""
        text, column = self.criteria.text, f"search_{self.language}"
        query = search_query(text, self.language)
        in_name = Func(
            F(column),
            query,
            template="(ts_filter(%(expressions)s)",
            arg_joiner=", '{a}') @@ ",
            output_field=BooleanField(),
        )
        exact = Q(course_code__iexact=text) | Q(certificate_code__iexact=text)
        return {
            "by_code": Case(
                When(exact & ~Q(course_code="", certificate_code=""), then=Value(0)),
                default=Value(1),
                output_field=IntegerField(),
            ),
            "by_name": Case(When(in_name, then=Value(0)), default=Value(1), output_field=IntegerField()),
            "text_rank": Func(F(column), query, function="ts_rank_cd", output_field=FloatField()),
        }

    @property
    def sort(self) -> SortOrder:
        return SortOrder(self.criteria.sort or SortOrder.RELEVANCE)

    def ordering(self) -> list:
        soonest = F("next_date").asc(nulls_last=True)
        name = f"name_{self.language}"
        orders = {
            SortOrder.RELEVANCE: ["by_code", "by_name", "state", "-text_rank", soonest, "-demand", name],
            SortOrder.DATE: [soonest, "state", name],
            SortOrder.DEMAND: ["-demand", "state", name],
            SortOrder.NEWEST: ["-created_at"],
            SortOrder.SHORTEST: [F("learning_hours").asc(nulls_last=True), "state", name],
            SortOrder.NAME: [name],
        }
        return orders[self.sort]

    @cached_property
    def chips(self) -> list[Chip]:
        chips = super().chips
        if words := start_words(self.criteria):
            chips.append(Chip(capfirst(words), self.criteria.without(FROM).without(TO).query()))
        if OVER in self.criteria.options:
            chips.append(Chip(_("Also what is over"), self.criteria.without(OVER).query()))
        return chips

    @property
    def over(self) -> Chip | None:
        """The way to the offers that fit and have nothing but past editions, when there are some."""
        hidden = self.counts.without.get(OVER, self.total) - self.total
        return Chip("", self.criteria.with_option(OVER, "1").query(), hidden) if hidden else None

    @cached_property
    def correction(self) -> Correction | None:
        """What may have been meant, when nothing is found."""
        return None if self.total else correct(self.criteria, self.language, self.day)

    @property
    def listed(self) -> QuerySet[Offer]:
        """The offers with all that a list says of them."""
        return with_what_sheets_read(self.offers, self.day)

    @cached_property
    def page(self) -> Page:
        return self.page_of(self.listed, PER_PAGE)

    @cached_property
    def board(self) -> DemandBoard:
        return DemandBoard.latest()

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        return [(value, label, value == self.sort) for value, label in SortOrder.choices]
