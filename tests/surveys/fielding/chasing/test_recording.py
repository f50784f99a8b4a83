"""A manager records answers that somebody gives by phone; they are marked as such."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from members.enums import PanelRole
from members.roles import give_role, sync_roles
from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.answering.contacts import survey_contacts
from surveys.models import Answer, AnswerEvent, Message, Response, Submission
from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.surveys import InvitationFactory, ResponseFactory
from tests.surveys.answering.conftest import COMPLETE, press
from tests.surveys.fielding.chasing.conftest import step_url

pytestmark = pytest.mark.django_db


def test_manager_records_answers_by_phone_and_they_are_marked(manager_client, manager, ana):
    opened = manager_client.post(step_url(ana, "record"))
    response = Response.objects.get(unit=ana)
    assert opened["Location"] == reverse("surveys:start", args=[response.pk])
    assert response.channel == "operator"

    first = manager_client.get(reverse("surveys:hub", args=[response.pk]))
    assert first.status_code == 200
    page = reverse("surveys:page", args=[response.pk, "company", "size"])
    form = manager_client.get(page).content.decode()
    assert str(manager) in form

    data = {"people": "12", "request_id": "0b6e9c8e-3d0b-4b39-9c62-4f9b5a3d1c11", "revision": "0"}
    saved = manager_client.post(page, data)
    assert saved.status_code == 302
    assert set(Answer.objects.values_list("origin", "updated_by")) == {("operator", str(manager))}


def test_manager_lays_the_questionnaire_down(manager_client, ana):
    manager_client.post(step_url(ana, "record"))
    response = Response.objects.get(unit=ana)

    left = manager_client.post(reverse("surveys:leave", args=[response.pk]))

    assert left["Location"] == reverse("admin:surveys_unit_change", args=[ana.pk])
    assert manager_client.get(reverse("surveys:hub", args=[response.pk])).status_code == 404


def test_submission_by_phone_names_who_recorded_it(manager_client, manager, ana):
    manager_client.post(step_url(ana, "record"))
    response = Response.objects.get(unit=ana)
    changes = [Change("people", 12), Change("hired", "no"), Change("roles", status="not_applicable")]
    save_cells(response, changes, request_id=uuid4(), actor="x")

    page = manager_client.get(reverse("surveys:check", args=[response.pk]))
    key = page.context["form"]["idempotency_key"].value()
    data = {"idempotency_key": key, "declared": "on"} | {
        name: "By phone" for name in page.context["form"].fields if name.startswith("why")
    }
    manager_client.post(reverse("surveys:submit", args=[response.pk]), data)

    submission = Submission.objects.get()
    assert (submission.user, submission.submitted_by) == (manager, str(manager))
    listed = manager_client.get(reverse("admin:surveys_unit_changelist")).content.decode()
    assert response.get_channel_display() in listed


def test_receipt_of_what_was_recorded_goes_to_the_contacts_and_says_so(manager_client, manager, ana):
    manager_client.post(step_url(ana, "record"))
    response = Response.objects.get(unit=ana)
    contact = survey_contacts(ana)[0]

    save_cells(response, COMPLETE, request_id=uuid4(), actor=str(manager))
    submit_response(response, idempotency_key=uuid4(), by=str(manager), user=manager)

    assert [mail.email for mail in Message.objects.filter(wave="receipt")] == [contact.work_email]
    receipt = reverse("surveys:receipt", args=[response.pk])
    recorded, own = (
        manager_client.get(receipt),
        press(InvitationFactory(unit=ana, person=contact)).get(receipt),
    )
    assert recorded.context["told"] == own.context["told"] == str(contact)
    assert reverse("admin:surveys_unit_change", args=[ana.pk]) in recorded.content.decode()
    assert "Anotada por el clúster" in own.content.decode()
    assert "También le enviamos" not in own.content.decode()


@pytest.mark.parametrize("role", [PanelRole.EDITOR, PanelRole.AUDITOR])
def test_who_may_not_operate_gets_no_answers(client, ana, role):
    sync_roles()
    user = UserFactory(is_staff=True)
    give_role(user, role)
    sign_in(client, user)
    response = ResponseFactory(unit=ana)

    assert client.post(step_url(ana, "record")).status_code == 403
    session = client.session
    now = timezone.now().timestamp()
    session["survey_grants"] = {str(response.pk): {"since": now, "seen": now}}
    session.save()
    assert client.get(reverse("surveys:hub", args=[response.pk])).status_code == 404


def test_operating_one_company_opens_no_other(manager_client, ana, edition):
    manager_client.post(step_url(ana, "record"))
    other = ResponseFactory(unit=edition.units.get(name_at_launch="Berta SL"))

    assert manager_client.get(reverse("surveys:hub", args=[other.pk])).status_code == 404


def test_manager_who_records_is_warned_and_goes_on(manager_client, ana, settings):
    manager_client.post(step_url(ana, "record"))
    response = Response.objects.get(unit=ana)
    staying = reverse("surveys:session", args=[response.pk])
    hub = reverse("surveys:hub", args=[response.pk])

    page = manager_client.get(hub).content.decode()
    with time_machine.travel(timezone.now() + timedelta(hours=11), tick=False):
        left = manager_client.get(staying).json()["left"]
        prolonged = manager_client.post(staying).json()["left"]
    with time_machine.travel(timezone.now() + timedelta(hours=22), tick=False):
        still = manager_client.get(hub).status_code

    assert f'data-session="{staying}"' in page
    assert f'href="{step_url(ana, "record")}"' in page
    assert "survey_session.js" in page
    assert (left <= 3600, prolonged, still) == (True, settings.SURVEY_SESSION_AGE, 200)


def test_what_a_manager_typed_too_late_is_kept_and_saved_once_after_recording_again(
    manager_client, ana, settings
):
    manager_client.post(step_url(ana, "record"))
    response = Response.objects.get(unit=ana)
    page = reverse("surveys:page", args=[response.pk, "company", "size"])
    data = {"people": "12", "request_id": "0b6e9c8e-3d0b-4b39-9c62-4f9b5a3d1c11", "revision": "0"}

    settings.SURVEY_SESSION_AGE = 0
    late = manager_client.post(page, data)
    settings.SURVEY_SESSION_AGE = 3600
    manager_client.post(step_url(ana, "record"))
    manager_client.post(page, data)
    manager_client.post(page, data)

    html = late.content.decode()
    assert late.status_code == 403
    assert 'name="people" value="12"' in html
    assert f'href="{step_url(ana, "record")}"' in html
    assert Answer.objects.get().num == 12
    assert AnswerEvent.objects.count() == 1


def test_operator_who_loses_the_right_is_out_at_once(client, ana):
    sync_roles()
    user = UserFactory(is_staff=True)
    give_role(user, PanelRole.MANAGER)
    sign_in(client, user)
    assert Permission.objects.filter(codename="operate_response").exists()
    client.post(step_url(ana, "record"))
    response = Response.objects.get(unit=ana)
    assert client.get(reverse("surveys:start", args=[response.pk])).status_code == 200

    user.groups.clear()

    assert client.get(reverse("surveys:start", args=[response.pk])).status_code == 404
