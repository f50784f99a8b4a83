"""What an erasure leaves: counts and receipts, others, and a request without an identity."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from members.models import Person, User
from privacy.erasure import erase_person
from privacy.models import Event
from surveys.models import Message, Submission
from tests.factories.members import (
    PersonFactory,
)
from tests.factories.privacy import DataSubjectRequestFactory
from tests.privacy.erasure.conftest import ADDRESS, NAME, tables_holding

pytestmark = pytest.mark.django_db


def test_counts_and_receipts_stay(ximena, manager):
    request = DataSubjectRequestFactory(person=ximena)
    counted = (Person, User, Message, Submission)
    before = [model.objects.count() for model in counted]
    events = Event.objects.count()
    receipt = Submission.objects.get()

    erase_person(request, by=manager)

    assert [model.objects.count() for model in counted] == before
    assert Event.objects.count() > events
    after = Submission.objects.get()
    assert [a["variable"] for a in after.payload["answers"]] == ["notes"]
    assert after.payload_sha256 == receipt.payload_sha256
    assert after.receipt_number == receipt.receipt_number
    assert after.submitted_by.endswith("@erased.invalid")


def test_account_is_closed_and_its_sessions_end(ximena, manager):
    user = ximena.user
    assert Session.objects.count() == 1

    erase_person(DataSubjectRequestFactory(person=ximena), by=manager)

    user.refresh_from_db()
    assert not user.is_active
    assert not user.has_usable_password()
    assert Session.objects.count() == 0


def test_request_keeps_no_identity_and_is_closed(ximena, manager):
    request = DataSubjectRequestFactory(person=ximena, name=NAME, email=ADDRESS)

    erase_person(request, by=manager)

    request.refresh_from_db()
    assert (request.person, request.name, request.email) == (None, "", "")
    assert request.state == "done"
    assert request.handled_by == manager
    assert request.closed_on == timezone.localdate()


def test_others_stay_as_they_are(ximena, manager):
    other = PersonFactory(given_name="Ximena", family_name="Otra", work_email="x" + ADDRESS)

    erase_person(DataSubjectRequestFactory(person=ximena), by=manager)

    other.refresh_from_db()
    assert (other.given_name, other.work_email) == ("Ximena", "x" + ADDRESS)


def test_namesake_keeps_the_name_in_free_text(ximena, manager):
    PersonFactory(given_name="Ximena", family_name="Zubizarreta", work_email="other@example.org")

    erase_person(DataSubjectRequestFactory(person=ximena), by=manager)

    assert tables_holding(ADDRESS) == set()
    assert "members_organisation" in tables_holding(NAME)
