"""The lists of a large register use their indexes: the planner may not read whole tables here."""

from datetime import date

import pytest
from django.db import connection

from members.enums import Audience
from members.models import Identifier, Membership, Organisation
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def no_sequential_scans(db):
    OrganisationFactory.create_batch(3)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")


QUERIES = {
    "organisation_by_name": lambda: Organisation.objects.order_by(*Organisation._meta.ordering, "pk")[:50],
    "organisation_names": lambda: Organisation.objects.named("anchoa datos").order_by(),
    "organisation_public_text": lambda: Organisation.objects.saying("anchoa", Audience.PUBLIC).order_by(),
    "organisation_members_text": lambda: Organisation.objects.saying("anchoa", Audience.MEMBERS).order_by(),
    "identifier_value": lambda: Identifier.objects.filter(value__startswith="B6471").order_by(),
    "membership_period": lambda: Membership.objects.filter(period__contains=TODAY).order_by(),
    "yearly_fact_once": lambda: Organisation.objects.with_size(),
}


@pytest.mark.parametrize("index", QUERIES)
def test_query_uses_its_index(index):
    assert index in QUERIES[index]().explain()
