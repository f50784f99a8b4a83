"""Counts of a few offers added up in Python: those of the one statement, and what a change costs a search."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.training import EditionFactory, OfferFactory
from tests.thorough import examples
from tests.training.facets.catalogues import FEW, OFFER, OPTIONS, TODAY, store
from tests.training.facets.conftest import terms
from tests.training.test_fast_search import address
from training.counts import count_facets, count_few_facets
from training.enums import SortOrder
from training.indexing.build import build_indexes
from training.models import Offer
from training.search import OfferSearch

__all__ = ["terms"]

pytestmark = pytest.mark.django_db
# What has changed, its editions, and the order of the page with it.
OF_A_CHANGE = 3


@settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    offers=st.lists(OFFER, max_size=6),
    asked=st.lists(st.tuples(st.sampled_from(["", "redes", "nube"]), FEW, OPTIONS), min_size=1, max_size=4),
)
def test_counts_of_a_few_equal_those_of_the_one_statement(terms, offers, asked):
    with transaction.atomic():
        store(offers, terms)
        found = []
        for text, chosen, options in asked:
            data = address(text, chosen, options, "", 1)
            criteria = OfferSearch(data, language="es", day=TODAY).criteria
            every = Offer.objects.all()
            found.append([count(every, criteria, "es", TODAY) for count in (count_few_facets, count_facets)])
        transaction.set_rollback(True)

    for few, whole in found:
        assert few == whole


def statements(query: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        search = OfferSearch(QueryDict(query), language="es", day=TODAY)
        assert search.fast is not None
        assert search.counts.total
        assert list(search.page)
    return len(captured)


@pytest.mark.parametrize("changes", [1, 10])
def test_few_changes_cost_a_search_three_statements(changes):
    offers = [OfferFactory(name_es=f"Redes {place}") for place in range(30)]
    for offer in offers:
        EditionFactory(offer=offer, application_deadline=TODAY + timedelta(9))
    build_indexes(TODAY, ["es"], frequent=1)
    statements("q=redes")  # loads the index
    before = statements("q=redes")

    for offer in offers[:changes]:
        offer.save()

    assert statements("q=redes") == before + OF_A_CHANGE


@pytest.mark.parametrize("sort", SortOrder.values)
def test_pages_are_exact_when_changed_offers_move(sort):
    offers = [OfferFactory(name_es=f"Redes {place:02}") for place in range(60)]
    build_indexes(TODAY, ["es"], frequent=1)
    for place in (0, 30, 59):
        offers[place].name_es = f"Redes {70 - place:02}"
        offers[place].save()
    offers[5].name_es = "Otra cosa"
    offers[5].save()

    for number in (1, 2, 3):
        data = address("redes", {}, {}, sort, number)
        fast = OfferSearch(data, language="es", day=TODAY)
        plain = OfferSearch(data, language="es", day=TODAY)
        plain.fast = None
        assert [offer.pk for offer in fast.page] == [offer.pk for offer in plain.page]
        assert fast.total == plain.total == 59
