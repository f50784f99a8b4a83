from datetime import date, timedelta

import pytest
from django.utils import timezone

from members.models import Organisation
from surveys.fielding.actions import launch_campaign
from surveys.fielding.errors import FieldingRefused
from surveys.models import Unit
from tests.factories.members import MembershipFactory, OrganisationFactory, YearlyFactFactory
from tests.factories.surveys import CampaignFactory, VersionFactory
from tests.surveys.fielding.conftest import member

pytestmark = pytest.mark.django_db


def test_launch_freezes_the_members_with_name_and_newest_size(draft):
    organisation = OrganisationFactory(legal_name="Ana SL")
    MembershipFactory(organisation=organisation)
    YearlyFactFactory(organisation=organisation, year=2024, headcount=60)
    YearlyFactFactory(organisation=organisation, year=2025, headcount=12)
    OrganisationFactory(legal_name="Not a member SL")

    launch_campaign(draft, by=None)
    Organisation.objects.filter(pk=organisation.pk).update(legal_name="Renamed SL")

    assert list(Unit.objects.values_list("campaign", "name_at_launch", "size_band", "in_scope")) == [
        (draft.pk, "Ana SL", "10-25", True)
    ]


def test_launch_opens_the_edition_and_notes_when(draft):
    member("Ana SL", "ana@example.org")
    before = timezone.now()

    campaign = launch_campaign(draft, by=None)

    assert campaign.state == "open"
    assert before <= campaign.launched_at <= timezone.now()


@pytest.mark.parametrize(
    ("reference_date", "names"),
    [(date(2020, 6, 1), ["Old SL"]), (timezone.localdate() + timedelta(days=40), ["New SL"])],
    ids=["members on the reference date", "members today when it is still to come"],
)
def test_launch_takes_the_members_of_the_frame_date(reference_date, names):
    for name, period in (("Old SL", "[2019-01-01,2021-01-01)"), ("New SL", "[2022-01-01,)")):
        MembershipFactory(organisation=OrganisationFactory(legal_name=name), period=period)
    campaign = CampaignFactory(state="draft", reference_date=reference_date)

    launch_campaign(campaign, by=None)

    assert list(campaign.units.values_list("name_at_launch", flat=True)) == names


def test_launch_puts_exclusions_out_of_scope_with_their_reason(draft):
    university = member("University", "u@example.org")

    launch_campaign(draft, by=None, exclusions={university.pk: "Trains, and does not hire"})

    assert list(draft.units.values_list("in_scope", "out_reason")) == [(False, "Trains, and does not hire")]


def test_launch_marks_an_edition_of_invented_members_as_demo(draft):
    MembershipFactory(organisation=OrganisationFactory(is_demo=True))

    assert launch_campaign(draft, by=None).is_demo


def test_launch_refuses_a_second_time(edition):
    with pytest.raises(FieldingRefused):
        launch_campaign(edition, by=None)

    assert edition.units.count() == 3


def test_launch_refuses_without_members(draft):
    OrganisationFactory()

    with pytest.raises(FieldingRefused):
        launch_campaign(draft, by=None)

    draft.refresh_from_db()
    assert draft.state == "draft"


def test_launch_refuses_a_draft_version():
    member("Ana SL", "ana@example.org")
    campaign = CampaignFactory(state="draft", version=VersionFactory())

    with pytest.raises(FieldingRefused):
        launch_campaign(campaign, by=None)


def test_launch_refuses_when_the_closing_date_has_passed(draft):
    member("Ana SL", "ana@example.org")

    with pytest.raises(FieldingRefused):
        launch_campaign(draft, by=None, at=draft.closes_at)


def test_launch_takes_constant_queries(draft, django_assert_num_queries):
    for number in range(5):
        member(f"Company {number}", f"c{number}@example.org")

    with django_assert_num_queries(6):
        launch_campaign(draft, by=None)
