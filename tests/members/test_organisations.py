from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from members.enums import SizeBand
from members.models import Membership, Organisation
from tests.factories.members import MembershipFactory, OrganisationFactory, YearlyFactFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def test_members_on_leaves_out_those_that_left_or_come_later():
    member = MembershipFactory().organisation
    MembershipFactory(period=DateRange(date(2020, 1, 1), TODAY))
    MembershipFactory(period=DateRange(date(2027, 1, 1), None))
    OrganisationFactory()

    assert list(Organisation.objects.members_on(TODAY)) == [member]


def test_with_headcount_takes_the_newest_known_year():
    organisation = OrganisationFactory()
    YearlyFactFactory(organisation=organisation, year=2023, headcount=8)
    YearlyFactFactory(organisation=organisation, year=2024, headcount=14)
    YearlyFactFactory(organisation=organisation, year=2025, headcount=None)

    assert Organisation.objects.with_headcount().get().headcount == 14


def test_in_size_band_reads_the_newest_known_headcount():
    grown = OrganisationFactory()
    YearlyFactFactory(organisation=grown, year=2024, headcount=9)
    YearlyFactFactory(organisation=grown, year=2025, headcount=10)
    unknown = OrganisationFactory()

    assert list(Organisation.objects.in_size_band(SizeBand.SMALL)) == [grown]
    assert list(Organisation.objects.in_size_band(SizeBand.MICRO)) == []
    assert list(Organisation.objects.in_size_band(SizeBand.UNKNOWN)) == [unknown]


def test_with_member_since_tells_the_period_that_lasts():
    back = OrganisationFactory()
    MembershipFactory(organisation=back, period=DateRange(date(2019, 2, 1), date(2021, 1, 1)))
    MembershipFactory(organisation=back, period=DateRange(date(2023, 5, 1), None))
    gone = MembershipFactory(period=DateRange(date(2019, 2, 1), date(2021, 1, 1))).organisation

    since = dict(Organisation.objects.with_member_since(TODAY).values_list("pk", "member_since"))

    assert since == {back.pk: date(2023, 5, 1), gone.pk: None}


def test_organisations_are_ordered_by_the_name_people_use():
    for trade_name, legal_name in (
        ("Cueva", "A"),
        ("Código", "Z"),
        ("", "Cámara"),
        ("ámbar", "B"),
    ):
        OrganisationFactory(trade_name=trade_name, legal_name=legal_name)

    assert [str(organisation) for organisation in Organisation.objects.all()] == [
        "ámbar",
        "Cámara",
        "Código",
        "Cueva",
    ]


def test_memberships_are_ordered_by_the_name_of_their_organisation():
    for name in ("Cueva", "Código"):
        MembershipFactory(organisation=OrganisationFactory(trade_name=name))

    assert [str(membership.organisation) for membership in Membership.objects.all()] == ["Código", "Cueva"]
