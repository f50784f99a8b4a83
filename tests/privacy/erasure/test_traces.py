"""The proof: the name and the address stand in many tables before, and in none after."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from members.models import Person, SignedInSession
from privacy.erasure import erase_person
from privacy.export import content_of
from privacy.subject import subject_of
from surveys.models import ResponseMove, Submission
from tests.factories.members import (
    AccessInvitationFactory,
    AccessRequestFactory,
    PersonFactory,
)
from tests.factories.privacy import DataSubjectRequestFactory
from tests.factories.surveys import ResponseFactory
from tests.privacy.erasure.conftest import ADDRESS, NAME, PHONE, set_aside, tables_holding

pytestmark = pytest.mark.django_db


def test_submission_says_that_words_were_erased_and_keeps_the_hash_of_what_was_sent(ximena, manager):
    sent = Submission.objects.get()

    erase_person(DataSubjectRequestFactory(person=ximena, name=NAME, email=ADDRESS), by=manager)

    now = Submission.objects.get()
    assert now.payload != sent.payload
    assert (now.payload_sha256, sent.erased_at) == (sent.payload_sha256, None)
    assert now.erased_at is not None


def test_person_is_in_many_tables_before_and_in_none_after(ximena, manager):
    request = DataSubjectRequestFactory(person=ximena, name=NAME, email=ADDRESS.upper())
    before = tables_holding(ADDRESS) | tables_holding(NAME)
    assert before >= {
        "members_person",
        "members_user",
        "members_organisation",
        "surveys_message",
        "surveys_submission",
        "privacy_event",
        "privacy_datasubjectrequest",
        "django_admin_log",
        DBTaskResult._meta.db_table,
        "members_merge",
        "members_importbatch",
        "surveys_chasingnote",
        "surveys_responsemove",
    }

    erase_person(request, by=manager)

    for text in (NAME, ADDRESS, "Zubizarreta", "Ximena", PHONE):
        assert tables_holding(text) == set()


def test_answer_set_aside_by_a_move_is_told_before_and_erased_with_the_rest_kept(ximena, manager):
    told = [text for place in content_of(subject_of(ximena))["texts"] for text in place["texts"]]
    request = DataSubjectRequestFactory(person=ximena)

    places = erase_person(request, by=manager)

    assert any("set_aside" in place.column for place in places)
    assert any(f"Ask {NAME}" in text for text in told)
    assert [cell["value"] for cell in ResponseMove.objects.get().set_aside] == [
        f"Ask {request.reference}",
        f"{request.reference.lower()}@erased.invalid, –",
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"Who answers:\n{NAME}",
        f"Who answers:\r\n\t{NAME}\r\nand others",
        "Ximena\nZubizarreta",
        f'"{NAME}"',
        f"C:\\{NAME}",
        f"{NAME}\n{ADDRESS}\n{PHONE}",
    ],
)
def test_name_is_found_in_structured_text_wherever_it_stands_on_its_line(ximena, manager, text):
    moved = set_aside(ResponseFactory(), text)

    erase_person(DataSubjectRequestFactory(person=ximena), by=manager)

    moved.refresh_from_db()
    assert "Zubizarreta" not in str(moved.set_aside)
    assert tables_holding("Zubizarreta") == tables_holding(ADDRESS) == set()


def test_name_with_accents_is_found_in_the_panels_history_too(manager):
    person = PersonFactory(given_name="Íñigo", family_name="Núñez Ünal", work_email=ADDRESS)
    LogEntry.objects.create(
        user=manager,
        content_type=ContentType.objects.get_for_model(Person),
        object_id=str(person.pk),
        object_repr="íñigo NÚÑEZ ünal",
        change_message=json.dumps([{"added": {"name": "post", "object": str(person)}}]),
        action_flag=2,
    )
    assert r"N\u00fa\u00f1ez" in LogEntry.objects.get().change_message

    erase_person(DataSubjectRequestFactory(person=person), by=manager)

    assert tables_holding("Núñez") == tables_holding(r"N\u00fa\u00f1ez") == set()
    assert json.loads(LogEntry.objects.get().change_message)


def test_traces_of_access_are_erased_too(ximena, manager):
    now = timezone.now()
    SignedInSession.objects.create(user=ximena.user, session_key="k", device="Firefox", seen_at=now)
    AccessInvitationFactory(email=ADDRESS, name=NAME)
    AccessRequestFactory(email=ADDRESS, name=NAME, message=f"Soy {NAME}.")
    assert tables_holding(ADDRESS) >= {"members_accessinvitation", "members_accessrequest"}

    erase_person(DataSubjectRequestFactory(person=ximena), by=manager)

    assert tables_holding(ADDRESS) == tables_holding(NAME) == set()
    assert not SignedInSession.objects.exists()
