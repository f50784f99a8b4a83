"""Facet counts against a recount in Python."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tera.facets import fitting
from tests.thorough import examples
from tests.training.facets.catalogues import FEW, NESTED, OFFER, OPTIONS, TODAY, WORDS, store
from tests.training.facets.recounting import recount, runs_of, values_of
from training.conditions import conditions_of
from training.counts import count_facets
from training.criteria import Criteria
from training.facets import facets_on
from training.models import Offer

pytestmark = pytest.mark.django_db


@settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(offers=st.lists(OFFER, max_size=6), text=st.sampled_from(["", *WORDS]), chosen=FEW, options=OPTIONS)
def test_facet_counts_equal_a_recount(terms, offers, text, chosen, options):
    criteria = Criteria(text, chosen, options=options)
    conditions = conditions_of(criteria, TODAY)
    with transaction.atomic():
        store(offers, terms)
        published = Offer.objects.published()
        counts = count_facets(published, criteria, "es", TODAY)
        listed = fitting(
            published, facets_on(TODAY), Criteria("", chosen, options=options), conditions
        ).count()
        transaction.set_rollback(True)

    assert counts.total == recount(offers, text, criteria)
    assert listed == recount(offers, "", criteria)
    keys = ("q", *chosen, *(condition.key for condition in conditions))
    assert counts.without == {key: recount(offers, text, criteria, key) for key in keys}
    for facet in facets_on(TODAY):
        nested = facet.key in NESTED
        rows = [run for offer in offers for run in runs_of(offer)] if nested else map(values_of, offers)
        present = {value for row in rows for value in row[facet.key]}
        but = "" if facet.is_every(criteria) else facet.key
        assert counts.values[facet.key] == {
            value: recount(offers, text, criteria, but, (facet.key, value)) for value in present
        }, facet.key
