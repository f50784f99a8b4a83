from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from members.enums import PanelRole
from members.models import Person, Post
from members.roles import give_role, sync_roles
from surveys.answering.actions import save_cells
from surveys.answering.cells import Change
from surveys.fielding.actions import close_campaign, queue_wave
from surveys.fielding.chasing import people_to_call, replace_contact, send_new_link
from surveys.fielding.errors import FieldingRefused
from surveys.fielding.outbox import send_queued
from surveys.models import Answer, AnswerEvent, ChasingNote, Invitation, Message, Response, Submission, Unit
from tests.conftest import sign_in
from tests.factories.members import PersonFactory, PostFactory, UserFactory
from tests.factories.surveys import InvitationFactory, ResponseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(edition) -> Unit:
    return edition.units.get(name_at_launch="Ana SL")


def step_url(unit: Unit, step: str) -> str:
    return reverse(f"admin:surveys_unit_step_{step}", args=[unit.pk])


def test_new_link_replaces_every_earlier_one(ana, postbox, manager):
    old = InvitationFactory(unit=ana, token="old")

    assert send_new_link(ana, by=manager) == 1
    assert send_new_link(ana, by=manager) == 1
    send_queued()

    old.refresh_from_db()
    assert old.revoked_at is not None
    assert postbox.addresses == ["ana@example.org", "ana@example.org"]
    assert Invitation.objects.filter(revoked_at=None).count() == 2


def test_new_link_needs_an_open_edition_and_somebody_to_write_to(ana, edition, manager):
    Person.objects.filter(work_email="ana@example.org").update(work_email="")
    with pytest.raises(FieldingRefused):
        send_new_link(ana, by=manager)
    close_campaign(edition)
    with pytest.raises(FieldingRefused):
        send_new_link(ana, by=manager)


def test_new_contact_takes_over_and_the_old_one_is_not_written_to(ana, edition, postbox, manager):
    before = people_to_call(ana)[0]
    link = InvitationFactory(unit=ana, person=before)
    queue_wave(edition, "invitation", by=None)
    new = PersonFactory(work_email="new@example.org")

    replace_contact(ana, new, by=manager)
    send_queued()

    assert people_to_call(ana) == [new]
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert postbox.addresses == ["berta@example.org", "carlos@example.org"]
    assert queue_wave(edition, "invitation", by=None) == 1


def test_contact_who_comes_back_has_one_post(ana, manager):
    first = people_to_call(ana)[0]
    replace_contact(ana, PersonFactory(work_email="new@example.org"), by=manager)
    replace_contact(ana, first, by=manager)

    assert people_to_call(ana) == [first]
    assert Post.objects.filter(organisation=ana.organisation, person=first).count() == 1


def test_contact_page_takes_somebody_of_the_company_or_somebody_new(manager_client, ana):
    colleague = PersonFactory(work_email="c@example.org")
    PostFactory(organisation=ana.organisation, person=colleague, role="hr")

    assert manager_client.post(step_url(ana, "contact"), {"given_name": "Eva"}).status_code == 200
    manager_client.post(step_url(ana, "contact"), {"person": colleague.pk})
    assert people_to_call(ana) == [colleague]

    manager_client.post(step_url(ana, "contact"), {"given_name": "Eva", "work_email": "eva@example.org"})
    assert [person.work_email for person in people_to_call(ana)] == ["eva@example.org"]


def test_contact_page_does_not_take_somebody_of_another_company(manager_client, ana, edition):
    stranger = people_to_call(edition.units.get(name_at_launch="Berta SL"))[0]

    manager_client.post(step_url(ana, "contact"), {"person": stranger.pk})

    assert [person.work_email for person in people_to_call(ana)] == ["ana@example.org"]


def test_company_that_refuses_gets_nothing_more_and_stays_in_the_rate(edition, ana, postbox):
    queue_wave(edition, "invitation", by=None)
    Unit.objects.filter(pk=ana.pk).update(refused_on=timezone.localdate())

    assert send_queued() == {"sent": 2, "skipped": 1}
    assert queue_wave(edition, "reminder_1", by=None) == 2
    assert edition.units.in_scope().count() == 3


@pytest.mark.parametrize(("days", "is_well"), [(-1, False), (1, True), (10, True), (11, False)])
def test_extension_ends_between_the_due_date_and_the_close(ana, days, is_well):
    campaign = ana.campaign
    campaign.closes_at = campaign.due_at + timedelta(days=10)
    ana.extended_until = campaign.due_at + timedelta(days=days)

    if is_well:
        ana.clean()
    else:
        with pytest.raises(ValidationError):
            ana.clean()


def test_note_is_kept_with_its_author_and_shows_in_the_list(manager_client, manager, ana):
    url = reverse("admin:surveys_unit_change", args=[ana.pk])
    data = {
        "in_scope": "on",
        "out_reason": "",
        "refused_on": "",
        "extended_until_0": "",
        "extended_until_1": "",
        "notes-TOTAL_FORMS": "1",
        "notes-INITIAL_FORMS": "0",
        "notes-0-text": "Will answer next week",
        "notes-0-next_action": "Call again",
        "notes-0-next_on": "2027-01-15",
    }

    assert manager_client.post(url, data).status_code == 302

    note = ChasingNote.objects.get()
    assert (note.author, note.text) == (manager, "Will answer next week")
    page = manager_client.get(reverse("admin:surveys_unit_changelist")).content.decode()
    assert "15/01 · Call again" in page


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


BOUNCES = "/encuesta/bounced/"


@pytest.fixture
def sent(edition, postbox, settings) -> Message:
    settings.SURVEY_BOUNCE_TOKEN = "s3cret"
    queue_wave(edition, "invitation", by=None)
    send_queued()
    return Message.objects.get(email="ana@example.org")


def tell(client, body, token="s3cret"):  # noqa: S107 - a test's own
    return client.post(
        BOUNCES, body, content_type="application/json", headers={"authorization": f"Bearer {token}"}
    )


def test_provider_tells_that_a_message_came_back(client, sent):
    body = {"message_id": f"<survey-message-{sent.pk}@example.org>", "reason": "550 no\0 such\n \ud800user"}

    assert tell(client, body).json() == {"noted": True}
    assert tell(client, body).json() == {"noted": False}

    sent.refresh_from_db()
    assert (sent.state, sent.error) == ("bounced", "550 no such user")
    assert sent.bounced_at is not None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"message_id": "<other@example.org>"},
        {"message_id": "<survey-message-999999@example.org>"},
        {"message_id": ["x"]},
        "[]",
        "not json",
        "x" * 30_000,
        "[" * 19_000,
    ],
    ids=lambda body: str(body)[:60],
)
def test_provider_is_told_what_cannot_be_read(client, sent, body):
    assert tell(client, body).status_code == 422
    assert not Message.objects.filter(state="bounced").exists()


def test_bounces_need_the_token_and_do_not_exist_without_one(client, sent, settings):
    body = {"message_id": f"<survey-message-{sent.pk}@example.org>"}

    assert tell(client, body, token="guess").status_code == 403
    assert client.get(BOUNCES).status_code == 405
    settings.SURVEY_BOUNCE_TOKEN = ""
    assert tell(client, body, token="").status_code == 404
    assert not Message.objects.filter(state="bounced").exists()
