"""The manager's pages: what they show, and that only their buttons change anything."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from surveys.enums import CampaignState
from surveys.fielding.actions import close_campaign, queue_wave
from surveys.fielding.links import end_of_links
from surveys.models import Answer, Campaign, Invitation, Message, Unit, Variable
from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.surveys import (
    CampaignFactory,
    InvitationFactory,
    PublishedVersionFactory,
    ResponseFactory,
    UnitFactory,
)
from tests.surveys.fielding.conftest import member

pytestmark = pytest.mark.django_db


def step_url(campaign: Campaign, step: str) -> str:
    return reverse(f"admin:surveys_campaign_step_{step}", args=[campaign.pk])


def change_url(campaign: Campaign) -> str:
    return reverse("admin:surveys_campaign_change", args=[campaign.pk])


def content(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_launch_page_lists_the_members_and_changes_nothing(manager_client, draft):
    member("Ana SL", "ana@example.org")

    html = content(manager_client.get(step_url(draft, "launch")))

    assert "Ana SL" in html
    draft.refresh_from_db()
    assert (draft.state, Unit.objects.count()) == ("draft", 0)


def test_launch_button_launches(manager_client, draft):
    member("Ana SL", "ana@example.org")

    response = manager_client.post(step_url(draft, "launch"))

    assert (response.status_code, response["Location"]) == (302, change_url(draft))
    draft.refresh_from_db()
    assert (draft.state, Unit.objects.get().name_at_launch) == ("open", "Ana SL")


def test_invitation_page_shows_exactly_who_is_written_to(manager_client, edition):
    ResponseFactory(
        unit=edition.units.get(name_at_launch="Berta SL"), state="submitted", submitted_at=timezone.now()
    )

    html = content(manager_client.get(step_url(edition, "invite")))

    assert "ana@example.org" in html
    assert "carlos@example.org" in html
    assert "berta@example.org" not in html
    assert Message.objects.count() == 0


def test_invitation_button_queues_them(manager_client, edition):
    manager_client.post(step_url(edition, "invite"))

    assert set(Message.objects.values_list("email", "wave")) == {
        ("ana@example.org", "invitation"),
        ("berta@example.org", "invitation"),
        ("carlos@example.org", "invitation"),
    }


def test_reminder_button_takes_the_next_wave(manager_client, edition):
    manager_client.post(step_url(edition, "remind"))
    manager_client.post(step_url(edition, "remind"))

    assert set(Message.objects.values_list("wave", flat=True)) == {"reminder_1", "reminder_2"}


def test_reminder_page_has_no_button_when_all_were_sent(manager_client, edition):
    for _ in range(4):
        manager_client.post(step_url(edition, "remind"))

    html = content(manager_client.get(step_url(edition, "remind")))

    assert "fielding__button--main" not in html
    assert "fielding__note--stop" in html


def test_invitation_page_names_companies_that_cannot_be_written_to(manager_client, edition):
    UnitFactory(campaign=edition, name_at_launch="Nobody Home SL")

    assert "Nobody Home SL" in content(manager_client.get(step_url(edition, "invite")))


def test_close_page_says_who_has_not_answered_and_the_button_closes(manager_client, edition):
    html = content(manager_client.get(step_url(edition, "close")))
    assert "Carlos SL" in html
    edition.refresh_from_db()
    assert edition.state == "open"

    manager_client.post(step_url(edition, "close"))

    edition.refresh_from_db()
    assert edition.state == "closed"


@pytest.mark.parametrize("step", ["launch", "invite", "remind", "close"])
def test_step_in_the_wrong_state_changes_nothing_and_says_so(manager_client, edition, step):
    state = "open" if step == "launch" else "draft"
    Campaign.objects.update(state=state)

    html = content(manager_client.get(step_url(edition, step)))
    response = manager_client.post(step_url(edition, step), follow=True)

    assert "fielding__note--stop" in html
    assert [str(message.level_tag) for message in response.context["messages"]] == ["error"]
    edition.refresh_from_db()
    assert (edition.state, Message.objects.count(), Unit.objects.count()) == (state, 0, 3)


@pytest.mark.parametrize("step", ["launch", "invite", "remind", "close"])
def test_steps_need_the_permission_to_change(client, edition, step):
    viewer = UserFactory(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_campaign"))
    sign_in(client, viewer)

    assert client.get(step_url(edition, step)).status_code == 403
    assert client.post(step_url(edition, step)).status_code == 403


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


CHANGELISTS = {"campaign": 6, "unit": 7, "message": 7, "response": 7}


@pytest.mark.parametrize(("model", "queries"), CHANGELISTS.items())
@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_constant_queries(manager_client, model, queries, number, django_assert_num_queries):
    for _ in range(number):
        campaign = CampaignFactory()
        organisation = member("Some SL", "some@example.org")
        unit = UnitFactory(campaign=campaign, organisation=organisation)
        ResponseFactory(unit=unit)
        Message.objects.create(
            unit=unit, person=organisation.posts.get().person, wave="invitation", email="some@example.org"
        )
    url = reverse(f"admin:surveys_{model}_changelist")
    manager_client.get(url)

    with django_assert_num_queries(queries):
        response = manager_client.get(url)

    assert len(response.context["cl"].result_list) == number


def test_unit_list_shows_contact_last_message_and_submission(manager_client, edition):
    unit = edition.units.get(name_at_launch="Ana SL")
    at = timezone.now()
    Message.objects.create(
        unit=unit,
        person=unit.organisation.posts.get().person,
        wave="reminder_1",
        email="ana@example.org",
        state="sent",
        sent_at=at,
    )
    ResponseFactory(unit=unit, state="submitted", submitted_at=at)

    html = content(manager_client.get(reverse("admin:surveys_unit_changelist"), {"answers": "submitted"}))

    assert "ana@example.org" in html
    assert timezone.localtime(at).strftime("%d/%m/%Y %H:%M") in html
    assert "Berta SL" not in html


def test_unit_can_be_put_out_of_scope_only_with_a_reason(manager_client, edition):
    unit = edition.units.first()
    url = reverse("admin:surveys_unit_change", args=[unit.pk])

    notes = {"notes-TOTAL_FORMS": "0", "notes-INITIAL_FORMS": "0"}
    manager_client.post(url, {"out_reason": "", **notes})
    unit.refresh_from_db()
    assert unit.in_scope

    manager_client.post(url, {"out_reason": "Merged with another member", **notes})
    unit.refresh_from_db()
    assert (unit.in_scope, unit.out_reason) == (False, "Merged with another member")


def test_unit_of_a_closed_edition_stays_as_it_was(manager_client, edition):
    unit = edition.units.first()
    close_campaign(edition)

    response = manager_client.post(
        reverse("admin:surveys_unit_change", args=[unit.pk]), {"out_reason": "Too late"}
    )

    assert response.status_code == 403
    unit.refresh_from_db()
    assert unit.in_scope


def test_failed_message_is_sent_again_from_the_log(manager_client, edition):
    queue_wave(edition, "invitation", by=None)
    Message.objects.update(state="failed", error="550 no")
    chosen = Message.objects.order_by("pk")[:1].get()

    manager_client.post(
        reverse("admin:surveys_message_changelist"),
        {"action": "send_again", "_selected_action": [chosen.pk]},
    )

    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == [
        "queued",
        "failed",
        "failed",
    ]


def test_raw_answers_are_for_superusers(client, manager, edition):
    response = ResponseFactory(unit=edition.units.first())
    variable, _created = Variable.objects.get_or_create(code="secret-plan", defaults={"kind": "text"})
    Answer.objects.create(response=response, variable=variable, txt="We sell the company")
    url = reverse("admin:surveys_response_change", args=[response.pk])
    staff = UserFactory(is_staff=True)
    staff.user_permissions.add(*Permission.objects.filter(content_type__app_label="surveys"))

    sign_in(client, staff)
    assert "We sell the company" not in content(client.get(url))
    sign_in(client, manager)
    assert "We sell the company" in content(client.get(url))
