from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Organisation
from surveys.fielding.readiness import check_list
from surveys.models import Campaign, ScheduledWave, Unit
from tests.factories.members import MembershipFactory, OrganisationFactory, YearlyFactFactory
from tests.factories.surveys import CampaignFactory, VersionFactory
from tests.surveys.fielding.conftest import member

pytestmark = pytest.mark.django_db


def open_points(campaign: Campaign) -> list[tuple[str, ...]]:
    members = Organisation.objects.members_on(timezone.localdate()).with_headcount()
    return [finding.names for finding in check_list(campaign, members) if not finding.is_well]


def test_check_list_is_clear_when_all_is_in_order(draft):
    YearlyFactFactory(organisation=member("Ana SL", "ana@example.org"), headcount=12)

    assert open_points(draft) == []


def test_check_list_names_companies_without_contact_address_or_size(draft):
    MembershipFactory(organisation=OrganisationFactory(legal_name="Nobody SL"))
    member("Silent SL", "")
    member("One SL", "Both@example.org")
    member("Two SL", "both@example.org")

    assert open_points(draft) == [
        ("Nobody SL",),
        ("Silent SL",),
        ("both@example.org: One SL, Two SL",),
        ("Nobody SL", "One SL", "Silent SL", "Two SL"),
    ]


def test_check_list_tells_of_dates_overlaps_and_unpublished_versions(draft):
    YearlyFactFactory(organisation=member("Ana SL", "ana@example.org"), headcount=12)
    CampaignFactory(label_es="Otra encuesta", label_en="Other survey")
    assert len(open_points(draft)) == 1

    Campaign.objects.filter(pk=draft.pk).update(due_at=timezone.now() - timedelta(hours=1))
    draft.refresh_from_db()
    draft.version = VersionFactory(questionnaire=draft.questionnaire)
    assert len(open_points(draft)) == 2


def launch_url(campaign: Campaign) -> str:
    return reverse("admin:surveys_campaign_step_launch", args=[campaign.pk])


def test_company_with_a_reason_is_left_out_and_stays_in_the_list(manager_client, draft):
    out = member("Ana SL", "ana@example.org")
    member("Berta SL", "berta@example.org")

    manager_client.post(launch_url(draft), {f"out_{out.pk}": "  No activity\nsince March "})

    assert list(Unit.objects.values_list("name_at_launch", "in_scope", "out_reason")) == [
        ("Ana SL", False, "No activity since March"),
        ("Berta SL", True, ""),
    ]


@pytest.mark.parametrize("reason", ["x" * 161, "<b>closed</b>"])
def test_refused_launch_keeps_every_reason_typed(manager_client, draft, reason):
    out = member("Ana SL", "ana@example.org")

    response = manager_client.post(launch_url(draft), {f"out_{out.pk}": reason})

    assert response.status_code == 200
    assert reason.replace("<", "&lt;").replace(">", "&gt;") in response.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_new_edition_gets_the_usual_schedule_to_change(manager_client):
    version = CampaignFactory(state="draft").version
    Campaign.objects.all().delete()
    data = {
        "version": version.pk,
        "label_es": "Encuesta 2027",
        "label_en": "Survey 2027",
        "edition": "2027",
        "reference_date": "2026-12-31",
        "closes_itself": "on",
        "opens_at_0": "2027-01-10",
        "opens_at_1": "08:00:00",
        "due_at_0": "2027-01-31",
        "due_at_1": "08:00:00",
        "closes_at_0": "2027-02-07",
        "closes_at_1": "08:00:00",
    }

    manager_client.post(reverse("admin:surveys_campaign_add"), data)

    campaign = Campaign.objects.get()
    assert ScheduledWave.objects.filter(campaign=campaign).count() == 7
    page = manager_client.get(reverse("admin:surveys_campaign_change", args=[campaign.pk]))
    assert page.status_code == 200
    assert "scheduled_waves-0-at_0" in page.content.decode()


def test_dates_can_be_taken_into_a_calendar(manager_client, edition):
    ScheduledWave.objects.create(campaign=edition, wave="last_call", at=edition.closes_at)

    response = manager_client.get(reverse("admin:surveys_campaign_calendar", args=[edition.pk]))

    assert response["Content-Type"] == "text/calendar"
    assert response.content.count(b"BEGIN:VEVENT") == 4
