"""Setting an edition up for the first time: what is said on the way."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from surveys.enums import Wave
from surveys.models import Campaign, ScheduledWave
from tests.factories.surveys import PublishedVersionFactory
from tests.surveys.fielding.conftest import member
from tests.surveys.fielding.panel.conftest import change_url, content
from tests.surveys.fielding.panel.test_edition import form_data
from tests.surveys.fielding.panel.test_steps import step_url

pytestmark = pytest.mark.django_db


def test_short_name_that_cannot_stand_in_an_address_is_explained_with_an_example(manager_client):
    version = PublishedVersionFactory()
    sent = form_data(version=version.pk, edition="otoño 2027")

    answer = manager_client.post(reverse("admin:surveys_campaign_add"), sent)

    (error,) = answer.context["adminform"].form.errors["edition"]
    assert "2026" in error
    assert "slug" not in error
    assert answer.context["adminform"].form["edition"].value() == "otoño 2027"


def test_announcement_whose_day_has_passed_is_not_proposed(manager_client):
    days = [(timezone.localdate() + timedelta(days=days)).isoformat() for days in (1, 20, 30)]
    dates = dict(zip(("opens_at", "due_at", "closes_at"), days, strict=True))

    manager_client.post(
        reverse("admin:surveys_campaign_add"), form_data(version=PublishedVersionFactory().pk, **dates)
    )

    waves = set(Campaign.objects.get().scheduled_waves.values_list("wave", flat=True))
    assert Wave.INVITATION in waves
    assert Wave.NOTIFICATION not in waves


@pytest.mark.parametrize(
    ("days", "said"), [(None, "envíela usted"), (-1, "a los pocos minutos"), (3, "salen solas el")]
)
def test_launching_says_when_the_companies_are_written_to(manager_client, draft, days, said):
    member("Ana SL", "ana@example.org")
    if days is not None:
        at = timezone.now() + timedelta(days=days)
        ScheduledWave.objects.create(campaign=draft, wave=Wave.INVITATION, at=at)

    before = content(manager_client.get(step_url(draft, "launch")))
    after = manager_client.post(step_url(draft, "launch"), follow=True)

    assert said in before
    assert said in content(after)


def test_page_of_an_edition_leads_to_its_launch(manager_client, draft):
    assert step_url(draft, "launch") in content(manager_client.get(change_url(draft)))
