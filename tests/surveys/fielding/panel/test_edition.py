"""An edition in the panel: set up, shown with its rate, and edited while it may be."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from surveys.enums import CampaignState
from surveys.fielding.actions import close_campaign, queue_wave
from surveys.fielding.links import end_of_links
from surveys.models import Campaign, Invitation, Message
from tests.factories.surveys import (
    CampaignFactory,
    InvitationFactory,
    PublishedVersionFactory,
    ResponseFactory,
)
from tests.surveys.fielding.panel.conftest import change_url, content

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("draft", {"launch"}),
        ("open", {"invite", "remind", "close"}),
        ("closed", {"results"}),
    ],
)
def test_edition_page_offers_the_steps_of_its_state(manager_client, edition, state, steps):
    Campaign.objects.update(state=state, closed_at=timezone.now() if state == "closed" else None)

    html = content(manager_client.get(change_url(edition)))

    offered = {s for s in ("launch", "invite", "remind", "close", "results") if f"/go/{s}" in html}
    assert offered == steps


def test_edition_page_shows_the_response_rate_and_what_became_of_mails(manager_client, edition):
    ana, berta, carlos = edition.units.order_by("name_at_launch")
    ResponseFactory(unit=ana, state="submitted", submitted_at=timezone.now())
    ResponseFactory(unit=berta)
    queue_wave(edition, "invitation", by=None)
    Message.objects.filter(unit=carlos).update(
        state="sending", attempted_at=timezone.now() - timedelta(hours=1)
    )

    progress = manager_client.get(change_url(edition)).context["progress"]

    assert (progress.units, progress.submitted, progress.in_progress, progress.waiting) == (3, 1, 1, 1)
    assert (progress.queued, progress.stuck, progress.percent) == (1, 1, 33)


def form_data(**fields) -> dict:
    days = {"opens_at": "2027-02-01", "due_at": "2027-02-20", "closes_at": "2027-02-28"} | {
        key: fields.pop(key) for key in list(fields) if key.endswith("_at")
    }
    split = {f"{key}_{i}": part for key, day in days.items() for i, part in enumerate((day, "09:00:00"))}
    start = {"label_es": "Encuesta 2027", "label_en": "Survey 2027", "edition": "2027"}
    schedule = {f"scheduled_waves-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    return start | {"reference_date": "2026-12-31"} | split | schedule | fields


def test_edition_is_set_up_from_a_published_version(manager_client):
    version = PublishedVersionFactory()

    response = manager_client.post(reverse("admin:surveys_campaign_add"), form_data(version=version.pk))

    campaign = Campaign.objects.get()
    assert response["Location"] == change_url(campaign)
    assert (campaign.questionnaire, campaign.edition, campaign.state) == (
        version.questionnaire,
        "2027",
        CampaignState.DRAFT,
    )


def test_edition_that_overlaps_another_is_refused_with_what_was_typed(manager_client):
    version = PublishedVersionFactory()
    start = timezone.datetime(2027, 2, 10, tzinfo=timezone.get_default_timezone())
    CampaignFactory(
        version=version,
        opens_at=start,
        due_at=start + timedelta(days=3),
        closes_at=start + timedelta(days=9),
    )

    response = manager_client.post(reverse("admin:surveys_campaign_add"), form_data(version=version.pk))

    form = response.context["adminform"].form
    assert [error.code for error in form.non_field_errors().as_data()] != []
    assert form.data["edition"] == "2027"
    assert Campaign.objects.count() == 1


def test_edition_may_follow_at_once_one_that_closed_early(manager_client, edition):
    close_campaign(edition)
    opens, due, closes = ((timezone.localdate() + timedelta(days=days)).isoformat() for days in (1, 20, 30))

    manager_client.post(
        reverse("admin:surveys_campaign_add"),
        form_data(version=edition.version_id, opens_at=opens, due_at=due, closes_at=closes),
    )

    assert Campaign.objects.get(edition="2027").opens_at < edition.closes_at


def test_edition_with_dates_out_of_order_is_refused(manager_client):
    version = PublishedVersionFactory()

    response = manager_client.post(
        reverse("admin:surveys_campaign_add"), form_data(version=version.pk, closes_at="2027-02-02")
    )

    assert response.context["adminform"].form.non_field_errors()
    assert Campaign.objects.count() == 0


def test_moving_the_closing_date_moves_the_end_of_the_links(manager_client, edition):
    InvitationFactory(unit=edition.units.first(), expires_at=edition.closes_at)
    opens, due = (timezone.localtime(d).date().isoformat() for d in (edition.opens_at, edition.due_at))
    later = (timezone.localtime(edition.closes_at) + timedelta(days=7)).date().isoformat()

    response = manager_client.post(
        change_url(edition), form_data(opens_at=opens, due_at=due, closes_at=later)
    )

    assert response.status_code == 302
    edition.refresh_from_db()
    assert timezone.localtime(edition.closes_at).date().isoformat() == later
    assert Invitation.objects.get().expires_at == end_of_links(edition)


def test_closed_edition_cannot_be_edited_nor_a_launched_one_deleted(manager_client, edition):
    assert manager_client.get(reverse("admin:surveys_campaign_delete", args=[edition.pk])).status_code == 403
    close_campaign(edition)

    assert manager_client.post(change_url(edition), form_data()).status_code == 403


def test_results_of_an_open_edition_are_not_there(manager_client, edition):
    response = manager_client.get(reverse("admin:surveys_campaign_show_results", args=[edition.pk]))

    assert response.context["tables"] == []
    assert response.context["is_closed"] is False


def test_closing_a_questionnaire_of_ones_own_says_where_its_answers_are(manager_client, edition):
    closed = manager_client.post(reverse("admin:surveys_campaign_step_close", args=[edition.pk]), follow=True)
    results = content(manager_client.get(reverse("admin:surveys_campaign_show_results", args=[edition.pk])))

    assert not edition.result_tables.exists()
    assert "resultados están listos" not in closed.content.decode()
    assert "se cuentan pregunta a pregunta" in closed.content.decode()
    assert "puede llevarse en un archivo" in results
