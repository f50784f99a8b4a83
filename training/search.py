"""One search of the catalogue: from an address to a page of offers with its filters and counts."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import (
    BooleanField,
    Case,
    F,
    FloatField,
    Func,
    IntegerField,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.http import QueryDict

from training.counts import Counts, count_facets, matching_text
from training.criteria import PAGE, TEXT, Criteria, Reading, read_criteria
from training.demand import DemandBoard, with_demand
from training.enrolment import editions_for_page, with_enrolment
from training.enums import SortOrder
from training.facets import FACETS, Facet, with_facets
from training.models import Offer, OfferProfile, OfferSkill

PER_PAGE = 20


@dataclass(frozen=True)
class Option:
    """One value of a facet as the form shows it."""

    value: str
    label: str
    count: int
    chosen: bool

    @property
    def disabled(self) -> bool:
        return self.count == 0 and not self.chosen


@dataclass(frozen=True)
class FacetGroup:
    key: str
    title: str
    options: list[Option]

    @property
    def chosen(self) -> int:
        return sum(option.chosen for option in self.options)


@dataclass(frozen=True)
class Chip:
    """A filter in force, the address without it, and how many offers that address shows."""

    label: str
    remove_url: str
    count: int | None = None


class CountedPaginator(Paginator):
    """A paginator that is told the total instead of counting again."""

    def __init__(self, *args, total: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = total


class OfferSearch:
    """A search by address: a page of offers, the total, facets, chips, and ways out of an empty page.

    The number of queries is the same whatever is asked for.
    """

    def __init__(self, data: QueryDict, *, language: str, day: date):
        self.language, self.day = language, day
        self.labels = {facet.key: facet.labels() for facet in FACETS}
        self.reading: Reading = read_criteria(data, self.labels)
        self.asked_page = data.get(PAGE, "1")

    @property
    def criteria(self) -> Criteria:
        return self.reading.criteria

    @cached_property
    def counts(self) -> Counts:
        return count_facets(Offer.objects.published(), self.criteria, self.language)

    @property
    def total(self) -> int:
        return self.counts.total

    @cached_property
    def offers(self) -> QuerySet[Offer]:
        """Every offer that fits, in the order asked for; the id breaks ties, so pages never repeat one."""
        found = Offer.objects.published()
        if self.criteria.text:
            found = found.filter(matching_text(self.criteria.text, self.language))
        if self.criteria.chosen:
            chosen = {f"facet_{key}__overlap": list(values) for key, values in self.criteria.chosen.items()}
            found = with_facets(found).filter(**chosen)
        found = with_demand(with_enrolment(found, self.day))
        return found.annotate(**self.text_ranks()).order_by(*self.ordering(), "pk")

    def text_ranks(self) -> dict:
        """Return what relevance is made of: the code itself, a hit in the name, how well the words match."""
        text, column = self.criteria.text, f"search_{self.language}"
        query = Func(Value(text), function=f"offer_tsquery_{self.language}")
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

    def ordering(self) -> list:
        soonest = F("next_date").asc(nulls_last=True)
        name = f"name_{self.language}"
        orders = {
            SortOrder.RELEVANCE: ["by_code", "by_name", "state", "-text_rank", soonest, "-demand", name],
            SortOrder.DATE: [soonest, "state", name],
            SortOrder.DEMAND: ["-demand", "state", name],
            SortOrder.NEWEST: ["-created_at"],
            SortOrder.NAME: [name],
        }
        return orders[self.criteria.sort]

    @cached_property
    def page(self) -> Page:
        """Return the page asked for; past the end it is the last one, and nonsense is the first."""
        links = [
            Prefetch("offer_skills", OfferSkill.objects.shown().select_related("skill")),
            Prefetch("offer_profiles", OfferProfile.objects.shown().select_related("profile")),
            Prefetch("editions", editions_for_page(self.day)),
        ]
        listed = self.offers.without_search_columns().select_related("provider__organisation")
        paginator = CountedPaginator(listed.prefetch_related(*links), PER_PAGE, total=self.total)
        return paginator.get_page(self.asked_page)

    @property
    def address(self) -> str:
        """Return the query string of this page: the criteria, and the page unless it is the first."""
        query = self.criteria.query()
        if self.page.number == 1:
            return "" if query == "?" else query
        return f"{query}{'' if query == '?' else '&'}{PAGE}={self.page.number}"

    @cached_property
    def board(self) -> DemandBoard:
        return DemandBoard.latest()

    @cached_property
    def facets(self) -> list[FacetGroup]:
        groups = [self.group(facet) for facet in FACETS]
        return [group for group in groups if group.options]

    def group(self, facet: Facet) -> FacetGroup:
        """List every value that some published offer has, or that is chosen, in the order of its labels."""
        counted = self.counts.values[facet.key]
        chosen = self.criteria.chosen.get(facet.key, ())
        options = [
            Option(value, str(label), counted.get(value, 0), value in chosen)
            for value, label in self.labels[facet.key].items()
            if value in counted or value in chosen
        ]
        return FacetGroup(facet.key, str(facet.title), options)

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        return [(value, label, value == self.criteria.sort) for value, label in SortOrder.choices]

    @cached_property
    def chips(self) -> list[Chip]:
        chips = []
        if self.criteria.text:
            chips.append(Chip(f"«{self.criteria.text}»", self.criteria.without(TEXT).query()))
        for facet in FACETS:
            chips += [
                Chip(str(self.labels[facet.key][value]), self.criteria.without(facet.key, value).query())
                for value in self.criteria.chosen.get(facet.key, ())
            ]
        return chips

    @cached_property
    def ways_out(self) -> list[Chip]:
        """Return the single filters whose removal would show something, the most fruitful first."""
        names = {TEXT: ""} | {facet.key: str(facet.title) for facet in FACETS}
        ways = [
            Chip(self.label_of(key, names[key]), self.criteria.without(key).query(), count)
            for key, count in self.counts.without.items()
            if count and (key != TEXT or self.criteria.text)
        ]
        return sorted(ways, key=lambda way: (-(way.count or 0), way.label))

    def label_of(self, key: str, title: str) -> str:
        if key == TEXT:
            return f"«{self.criteria.text}»"
        values = ", ".join(str(self.labels[key][value]) for value in self.criteria.chosen[key])
        return f"{title}: {values}"
