"""Lists of units, messages and answers in the panel."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from surveys.fielding.actions import close_campaign, queue_wave
from surveys.models import Answer, Message, Variable
from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.surveys import (
    CampaignFactory,
    ResponseFactory,
    UnitFactory,
)
from tests.surveys.fielding.conftest import member
from tests.surveys.fielding.panel.conftest import content

pytestmark = pytest.mark.django_db
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
