"""New links, other contacts, refusals, extensions and notes of one company."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from members.models import Person, Post
from surveys.answering.contacts import survey_contacts
from surveys.fielding.actions import close_campaign, queue_wave
from surveys.fielding.chasing import replace_contact, send_new_link
from surveys.fielding.errors import FieldingRefused
from surveys.fielding.outbox import send_queued
from surveys.models import ChasingNote, Invitation, Unit
from tests.factories.members import PersonFactory, PostFactory
from tests.factories.surveys import InvitationFactory
from tests.surveys.fielding.chasing.conftest import step_url

pytestmark = pytest.mark.django_db


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
    before = survey_contacts(ana)[0]
    link = InvitationFactory(unit=ana, person=before)
    queue_wave(edition, "invitation", by=None)
    new = PersonFactory(work_email="new@example.org")

    replace_contact(ana, new, by=manager)
    send_queued()

    assert survey_contacts(ana) == [new]
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert postbox.addresses == ["berta@example.org", "carlos@example.org"]
    assert queue_wave(edition, "invitation", by=None) == 1


def test_contact_who_comes_back_has_one_post(ana, manager):
    first = survey_contacts(ana)[0]
    replace_contact(ana, PersonFactory(work_email="new@example.org"), by=manager)
    replace_contact(ana, first, by=manager)

    assert survey_contacts(ana) == [first]
    assert Post.objects.filter(organisation=ana.organisation, person=first).count() == 1


def test_contact_page_takes_somebody_of_the_company_or_somebody_new(manager_client, ana):
    colleague = PersonFactory(work_email="c@example.org")
    PostFactory(organisation=ana.organisation, person=colleague, role="hr")

    assert manager_client.post(step_url(ana, "contact"), {"given_name": "Eva"}).status_code == 200
    manager_client.post(step_url(ana, "contact"), {"person": colleague.pk})
    assert survey_contacts(ana) == [colleague]

    manager_client.post(step_url(ana, "contact"), {"given_name": "Eva", "work_email": "eva@example.org"})
    assert [person.work_email for person in survey_contacts(ana)] == ["eva@example.org"]


def test_contact_page_does_not_take_somebody_of_another_company(manager_client, ana, edition):
    stranger = survey_contacts(edition.units.get(name_at_launch="Berta SL"))[0]

    manager_client.post(step_url(ana, "contact"), {"person": stranger.pk})

    assert [person.work_email for person in survey_contacts(ana)] == ["ana@example.org"]


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
