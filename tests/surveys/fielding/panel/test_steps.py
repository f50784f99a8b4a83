"""The manager's steps with an edition: their pages change nothing, only their buttons do."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from surveys.models import Campaign, Message, Unit
from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.surveys import (
    ResponseFactory,
    UnitFactory,
)
from tests.surveys.fielding.conftest import member
from tests.surveys.fielding.panel.conftest import change_url, content

pytestmark = pytest.mark.django_db


def step_url(campaign: Campaign, step: str) -> str:
    return reverse(f"admin:surveys_campaign_step_{step}", args=[campaign.pk])


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
