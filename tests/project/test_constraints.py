"""Asking for many rows at once says what Django says of each."""

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import ValidationError

from tera.constraints import checked_values, checks_of, refuse_violations, violations
from training.models import Edition, Offer

pytestmark = pytest.mark.django_db
DAYS = [None, date(2027, 1, 10), date(2027, 2, 10)]
PRICES = list(product(["", "free", "paid"], [None, "0", "0.01"]))
OFFERS = [
    Offer(price_category=category, price=price, eqf_level=level, status=status, source_note=note)
    for (category, price), level, status, note in product(
        PRICES, [None, 0, 8, 9], ["draft", "published"], ["", "dicho; con 'comillas' y ñ"]
    )
]
EDITIONS = [
    Edition(start_date=start, end_date=end, application_start_date=end, application_deadline=start)
    for start, end in product(DAYS, DAYS)
] + [Edition(price_category=category, price=price) for category, price in PRICES]


def asked_one_by_one(row):
    try:
        row.validate_constraints(exclude={"offer"})
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize("rows", [OFFERS, EDITIONS], ids=["offers", "editions"])
def test_many_rows_are_told_what_django_tells_each(rows):
    found = violations(type(rows[0]), [checked_values(row) for row in rows])

    assert found == [asked_one_by_one(row) for row in rows]
    assert 0 < sum(map(bool, found)) < len(rows)


def test_nothing_is_asked_of_no_rows(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert violations(Offer, []) == []


def test_row_that_breaks_a_constraint_is_refused_with_its_words():
    with pytest.raises(ValidationError) as refused:
        refuse_violations(Offer(price_category="free", price=3))

    assert refused.value.messages == ["Una oferta gratuita no puede tener precio."]


@pytest.mark.parametrize("model", [Offer, Edition])
def test_every_constraint_of_what_is_imported_can_be_asked_so(model):
    assert checks_of(model) == list(model._meta.constraints)
