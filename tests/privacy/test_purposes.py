import uuid
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from privacy.models import Consent, Event, Purpose
from privacy.objection import objection_link
from privacy.retention import clear_what_is_due, due_for_clearing
from surveys.fielding.outbox import send_queued
from surveys.fielding.recipients import recipients
from surveys.models import Message
from tests.factories.members import PersonFactory, PostFactory
from tests.factories.privacy import DataSubjectRequestFactory
from tests.factories.surveys import CampaignFactory, ResponseFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return Purpose.objects.get_or_create(
        code="survey", defaults={"name": "Survey", "basis": "legitimate_interest", "retention_months": 24}
    )[0]


@pytest.fixture
def contact(survey):
    return PostFactory(organisation=UnitFactory().organisation).person


def path_of(person) -> str:
    return objection_link(person, "survey").removeprefix("http://127.0.0.1:8000")


@pytest.mark.parametrize(("language", "path"), [("es", "/privacidad/"), ("en", "/en/privacy/")])
def test_privacy_page_lists_the_published_purposes(client, survey, language, path):
    hidden = Purpose.objects.create(
        code="inner", name="Not for the page", basis="contract", categories="-", is_published=False
    )
    with override(language):
        assert reverse("privacy:privacy") == path
        html = client.get(path).content.decode()

    assert survey.code in html
    assert hidden.name not in html


def test_opening_the_link_changes_nothing_and_pressing_stops_the_mails(client, contact):
    unit = contact.posts.get().organisation.units.get()
    assert recipients(unit.campaign, "invitation").count() == 1

    assert client.get(path_of(contact)).status_code == 200
    assert recipients(unit.campaign, "invitation").count() == 1
    client.post(path_of(contact))

    assert recipients(unit.campaign, "invitation").count() == 0
    assert Consent.objects.get().withdrawn_at


def test_message_already_queued_is_not_sent_to_who_objects(client, contact):
    unit = contact.posts.get().organisation.units.get()
    Message.objects.create(unit=unit, person=contact, wave="invitation", email=contact.work_email)
    client.post(path_of(contact))

    assert send_queued() == {"skipped": 1}
    assert mail.outbox == []


def test_survey_mail_carries_the_way_out(contact):
    unit = contact.posts.get().organisation.units.get()
    Message.objects.create(unit=unit, person=contact, wave="invitation", email=contact.work_email)

    send_queued()

    sent = mail.outbox[0]
    link = objection_link(contact, "survey").rpartition("/baja/")[0]
    assert sent.extra_headers["List-Unsubscribe"].startswith(f"<{link}")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in sent.body


def test_forged_link_is_unknown(client, survey):
    with override("es"):
        assert client.get(reverse("privacy:objection", args=["forged"])).status_code == 404


def test_objection_does_not_hold_against_a_legal_duty(contact, survey):
    Consent.objects.create(person=contact, purpose=survey, withdrawn_at=timezone.now())
    Purpose.objects.filter(pk=survey.pk).update(basis="legal_obligation")

    assert not Consent.objects.refused("survey").exists()


def test_old_messages_lose_their_address_and_stay_countable(survey):
    long_ago = timezone.now() - timedelta(days=365 * 3)
    for closed_at in (long_ago, timezone.now()):
        unit = UnitFactory(campaign=CampaignFactory(state="closed", closed_at=closed_at))
        Message.objects.create(unit=unit, person=PersonFactory(), wave="invitation", email="a@example.org")
    assert [due.rows for due in due_for_clearing() if due.purpose.code == "survey"] == [1, 0, 0, 0]
    assert Message.objects.exclude(email="").count() == 2

    list(clear_what_is_due())

    assert Message.objects.count() == 2
    assert Message.objects.exclude(email="").count() == 1


def test_old_activity_and_requests_go(capsys):
    for code in ("audit", "requests"):
        Purpose.objects.update_or_create(
            code=code, defaults={"name": code, "basis": "legal_obligation", "retention_months": 12}
        )
    DataSubjectRequestFactory(state="done", outcome="Answered.", closed_on=date(2020, 1, 1))
    Event.objects.create(
        at=timezone.now() - timedelta(days=800), operation="update", model="members.person", object_id="1"
    )

    call_command("apply_retention", dry_run=True)
    assert "audit, historial de cambios: 1" in capsys.readouterr().out
    call_command("apply_retention")

    assert [due.rows for due in due_for_clearing() if due.purpose.code in {"audit", "requests"}] == [0, 0]


def test_retention_page_says_what_would_go(manager_client, survey):
    html = manager_client.get(reverse("admin:privacy_purpose_retention")).content.decode()

    assert str(survey) in html


def test_reading_a_companys_answers_is_recorded(manager_client, manager):
    response = ResponseFactory(id=uuid.uuid4())

    manager_client.get(reverse("admin:surveys_response_change", args=[response.pk]))

    event = Event.objects.about(response).get()
    assert (event.operation, event.user) == ("read", manager)
