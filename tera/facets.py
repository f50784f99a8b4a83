"""Lists with filters that say how many rows each of their values would show, counted in one pass.

Values of one facet add up (OR), facets narrow each other (AND), and a facet's counts leave its
own choice out of account, so that they say what a press on another value would bring.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import slugify

from tera.counting import TEXTS, Condition, Counts, Facet, count_facets, fitting, one
from tera.criteria import PAGE, TEXT, Criteria, Reading, read_criteria

__all__ = ["TEXTS", "Condition", "Counts", "Facet", "FacetedSearch", "count_facets", "one"]

# As many values as a group shows before "more".
FEW = 8


@dataclass(frozen=True)
class Option:
    """One value of a facet as the form shows it."""

    value: str
    label: str
    count: int
    chosen: bool

    @property
    def slug(self) -> str:
        return slug_of(self.value)

    @property
    def disabled(self) -> bool:
        return self.count == 0 and not self.chosen


@lru_cache(maxsize=10_000)
def slug_of(value: str) -> str:
    return slugify(value)


@dataclass(frozen=True)
class FacetGroup:
    """A facet as the form shows it: the chosen values are never among the folded ones."""

    key: str
    title: str
    options: list[Option]
    every: str = ""
    is_every: bool = False

    @property
    def chosen(self) -> int:
        return sum(option.chosen for option in self.options)

    @cached_property
    def shown(self) -> list[Option]:
        """Return what is in sight: everything when it is little more than a few."""
        if len(self.options) <= FEW:
            return self.options
        ranked = sorted(self.options, key=lambda option: (not option.chosen, -option.count))
        first = {option.value for option in ranked[: max(FEW, self.chosen)]}
        return [option for option in self.options if option.value in first]

    @cached_property
    def folded(self) -> list[Option]:
        shown = {option.value for option in self.shown}
        return [option for option in self.options if option.value not in shown]


@dataclass(frozen=True)
class Chip:
    """A filter in force, the address without it, and how many rows that address shows."""

    label: str
    remove_url: str
    count: int | None = None


class CountedPaginator(Paginator):
    """A paginator that is told the total instead of counting again."""

    def __init__(self, *args, total: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = total


class FacetedSearch:
    """A search by address: a page of rows, the total, facets, chips, and ways out of an empty page.

    Subclasses count and list. The number of queries is the same whatever is asked for.
    """

    single: Mapping[str, Callable[[str], str]] = {}
    kept_groups: frozenset[str] = frozenset()
    counts: Counts

    def __init__(
        self,
        data: QueryDict,
        facets: Sequence[Facet],
        sorts: Sequence[str] = (),
        *,
        labels: Mapping[str, Mapping[str, str]] | None = None,
    ):
        """``labels`` are those of a search of the same rows, which need not be read again."""
        self.all_facets = facets
        self.labels = labels or {facet.key: facet.labels() for facet in facets}
        self.reading: Reading = read_criteria(data, self.labels, sorts, self.single)
        self.asked_page = data.get(PAGE, "1")

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Return the filters in force that have no values to list."""
        return ()

    @cached_property
    def page(self) -> Page:
        raise NotImplementedError

    @property
    def criteria(self) -> Criteria:
        return self.reading.criteria

    @property
    def total(self) -> int:
        return self.counts.total

    def chosen_only(self, rows: QuerySet) -> QuerySet:
        """Keep the rows that have a chosen value of every facet with a choice."""
        return fitting(rows, self.all_facets, self.criteria, self.conditions)

    def page_of(self, rows: QuerySet, size: int) -> Page:
        """Return the page asked for; past the end it is the last one, and nonsense is the first."""
        return CountedPaginator(rows, size, total=self.total).get_page(self.asked_page)

    @property
    def address(self) -> str:
        """Return the query string of this page: the criteria, and the page unless it is the first."""
        return self.address_of(self.page.number)

    def address_of(self, number: int) -> str:
        """Return the query string of another page of the same list."""
        query = self.criteria.query()
        if number == 1:
            return "" if query == "?" else query
        return f"{query}{'' if query == '?' else '&'}{PAGE}={number}"

    @cached_property
    def facets(self) -> list[FacetGroup]:
        groups = [self.group(facet) for facet in self.all_facets]
        return [group for group in groups if group.options or group.key in self.kept_groups]

    def group(self, facet: Facet) -> FacetGroup:
        """List every value that some row has, or that is chosen, in the order of its labels."""
        counted = self.counts.values[facet.key]
        chosen = self.criteria.chosen.get(facet.key, ())
        options = [
            Option(value, str(label), counted.get(value, 0), value in chosen)
            for value, label in self.labels[facet.key].items()
            if value in counted or value in chosen
        ]
        every = bool(facet.every and facet.every in self.criteria.options)
        return FacetGroup(facet.key, str(facet.title), options, facet.every, every)

    @cached_property
    def chips(self) -> list[Chip]:
        chips = []
        if self.criteria.text:
            chips.append(Chip(f"«{self.criteria.text}»", self.criteria.without(TEXT).query()))
        for facet in self.all_facets:
            chips += [
                Chip(str(self.labels[facet.key][value]), self.criteria.without(facet.key, value).query())
                for value in self.criteria.chosen.get(facet.key, ())
            ]
        return chips

    @cached_property
    def ways_out(self) -> list[Chip]:
        """Return the single filters whose removal would show something, the most fruitful first."""
        names = {TEXT: ""} | {facet.key: str(facet.title) for facet in self.all_facets}
        ways = [
            Chip(self.label_of(key, names[key]), self.criteria.without(key).query(), count)
            for key, count in self.counts.without.items()
            if count and key in names and (key != TEXT or self.criteria.text)
        ]
        ways += [
            Chip(str(condition.label), condition.without.query(), count)
            for condition in self.conditions
            if condition.label and (count := self.counts.without[condition.key])
        ]
        return sorted(ways, key=lambda way: (-(way.count or 0), way.label))

    def label_of(self, key: str, title: str) -> str:
        if key == TEXT:
            return f"«{self.criteria.text}»"
        values = ", ".join(str(self.labels[key][value]) for value in self.criteria.chosen[key])
        return f"{title}: {values}"
