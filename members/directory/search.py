"""One search of the directory: from an address to a page of organisations with filters and counts."""

from datetime import date
from functools import cached_property

from django.core.paginator import Page
from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet, Value
from django.http import QueryDict

from members.directory.facets import facets_for
from members.enums import Audience
from members.models import DIRECTORY_TEXTS, Activity, Fold, Organisation
from tera.criteria import TEXT
from tera.facets import Counts, FacetedSearch, count_facets

PER_PAGE = 24


class DirectorySearch(FacetedSearch):
    """A search of the organisations listed on a day, as an audience may read them."""

    def __init__(self, data: QueryDict, *, audience: Audience, day: date):
        self.audience, self.day = audience, day
        self.listed = Organisation.objects.in_directory(day)
        super().__init__(data, facets_for(self.listed, audience))

    @cached_property
    def counts(self) -> Counts:
        fits = Q()
        for word in self.criteria.text.split():
            fits &= Q(directory_text__contains=Fold(Value(word)))
        rows = self.listed.annotate(directory_text=DIRECTORY_TEXTS[self.audience]).with_survey_band()
        text = ExpressionWrapper(fits, BooleanField()) if fits else Value(True)
        return count_facets(rows, self.all_facets, self.criteria, text)

    @cached_property
    def organisations(self) -> QuerySet[Organisation]:
        """Every organisation that fits, by name; the id breaks ties, so pages never repeat one."""
        found = self.listed.saying(self.criteria.text, self.audience).with_survey_band()
        return self.chosen_only(found).order_by(*Organisation._meta.ordering, "pk")

    @cached_property
    def page(self) -> Page:
        rows = with_entry(self.organisations, self.day)
        return self.page_of(rows, PER_PAGE)

    @property
    def without_text(self) -> str:
        return self.criteria.without(TEXT).query()


def with_entry(organisations: QuerySet[Organisation], day: date) -> QuerySet[Organisation]:
    """Add what an entry of the directory says beyond the row itself."""
    activities = Activity.objects.order_by("-is_principal", "classification", "code")
    return (
        organisations.with_size()
        .with_member_since(day)
        .prefetch_related(Prefetch("activities", activities), "technologies")
    )
