"""The proof: the name and the address stand in many tables before, and in none after."""

import json
import uuid
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from members.models import ImportBatch, Merge, Person, SignedInSession, User
from privacy.erasure import ErasureRefused, erase_person
from privacy.export import content_of
from privacy.models import Event
from privacy.subject import subject_of
from surveys.models import ChasingNote, Message, ResponseMove, Submission, VersionMove
from tests.factories.members import (
    AccessInvitationFactory,
    AccessRequestFactory,
    BodyPostFactory,
    OrganisationFactory,
    OrganisationUserFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
)
from tests.factories.privacy import DataSubjectRequestFactory
from tests.factories.surveys import InvitationFactory, ResponseFactory

pytestmark = pytest.mark.django_db
NAME, ADDRESS, PHONE = "Ximena Zubizarreta", "ximena.zubi@nube-inventada.example", "+34 942 000 111"


def tables_holding(text: str) -> set[str]:
    """Read every column of every table as text, by itself and not with the code under test."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name, c.udt_name FROM information_schema.columns c "
            "JOIN information_schema.tables t USING (table_schema, table_name) "
            "WHERE c.table_schema NOT IN ('pg_catalog', 'information_schema') AND t.table_type = 'BASE TABLE'"
        )
        for table, column, kind in cursor.fetchall():
            read = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            cursor.execute(  # every name comes from the catalogue
                f'SELECT 1 FROM "{table}" WHERE strpos(lower({read}), lower(%s)) > 0 LIMIT 1',  # noqa: S608
                [text],
            )
            if cursor.fetchone():
                found.add(table)
    return found


def set_aside(response, *texts: str) -> ResponseMove:
    """What a move to another version leaves of texts that have no place in it."""
    version = response.version
    move = VersionMove.objects.create(
        campaign=response.unit.campaign, version_before=version, version=version, kind="structure"
    )
    kept = [{"variable": "notes", "row": "", "col": "", "value": text, "status": "given"} for text in texts]
    return ResponseMove.objects.create(move=move, response=response, version_before=version, set_aside=kept)


@pytest.fixture
def ximena(client):
    """Somebody who has left traces everywhere."""
    user = UserFactory(email=ADDRESS, name=NAME)
    person = PersonFactory(
        given_name="Ximena", family_name="Zubizarreta", work_email=ADDRESS, work_phone=PHONE, user=user
    )
    post = PostFactory(person=person, organisation=OrganisationFactory(description_es=f"Escriban a {NAME}."))
    person.language = "en"
    person.save()
    client.force_login(user)
    response = ResponseFactory(unit__organisation=post.organisation)
    InvitationFactory(unit=response.unit, person=person)
    Message.objects.create(
        unit=response.unit, person=person, wave="invitation", email=ADDRESS, error=f"550 {ADDRESS} unknown"
    )
    Submission.objects.create(
        response=response,
        sequence=1,
        idempotency_key=uuid.uuid4(),
        receipt_number="TERA-2026-0001",
        definition_sha256="a" * 64,
        payload={"answers": [{"variable": "notes", "value": f"Ask {NAME}"}]},
        payload_sha256="b" * 64,
        submitted_by=ADDRESS,
        user=user,
    )
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(Person),
        object_id=str(person.pk),
        object_repr=NAME,
        action_flag=2,
    )
    DBTaskResult.objects.create(
        task_path="surveys.fielding.tasks.send_outbox",
        args_kwargs={"args": [ADDRESS], "kwargs": {"name": NAME}},
        backend_name="default",
        run_after=timezone.now(),
        priority=0,
        queue_name="default",
        worker_ids=[],
    )
    Merge.objects.create(
        model="members.Person",
        kept_pk=person.pk,
        kept_name=NAME,
        merged_pk=person.pk + 1,
        merged_name=f"{NAME} (old)",
        content=[["members.Person", person.pk, f'{{"work_email": "{ADDRESS}"}}', None]],
    )
    ImportBatch.objects.create(
        file_name=f"{NAME}.xlsx",
        sha256="0",
        row_count=1,
        expires_at=timezone.now(),
        content=[[NAME, ADDRESS, PHONE]],
    )
    ChasingNote.objects.create(unit=response.unit, text=f"{NAME} will answer", next_action=f"Call {PHONE}")
    set_aside(response, f"Ask {NAME}", f"{ADDRESS}, {PHONE}")
    return person


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


def test_who_sits_in_a_body_cannot_be_erased(ximena, manager):
    post = BodyPostFactory(person=ximena)

    with pytest.raises(ErasureRefused, match=post.body.name):
        erase_person(DataSubjectRequestFactory(person=ximena), by=manager)

    assert "members_person" in tables_holding(ADDRESS)


def test_last_owner_of_an_organisation_cannot_be_erased(ximena, manager):
    mine = OrganisationUserFactory(user=ximena.user)
    request = DataSubjectRequestFactory(person=ximena)

    with pytest.raises(ErasureRefused, match=str(mine.organisation)):
        erase_person(request, by=manager)

    OrganisationUserFactory(organisation=mine.organisation)
    erase_person(request, by=manager)
    assert tables_holding(ADDRESS) == set()


def test_traces_of_access_are_erased_too(ximena, manager):
    now = timezone.now()
    SignedInSession.objects.create(user=ximena.user, session_key="k", device="Firefox", seen_at=now)
    AccessInvitationFactory(email=ADDRESS, name=NAME)
    AccessRequestFactory(email=ADDRESS, name=NAME, message=f"Soy {NAME}.")
    assert tables_holding(ADDRESS) >= {"members_accessinvitation", "members_accessrequest"}

    erase_person(DataSubjectRequestFactory(person=ximena), by=manager)

    assert tables_holding(ADDRESS) == tables_holding(NAME) == set()
    assert not SignedInSession.objects.exists()


def test_last_manager_cannot_be_erased(ximena):
    User.objects.filter(pk=ximena.user_id).update(is_superuser=True)
    ximena.refresh_from_db()

    with pytest.raises(ErasureRefused):
        erase_person(DataSubjectRequestFactory(person=ximena), by=None)


def test_way_in_closes_behind_an_erasure(ximena, manager):
    erase_person(DataSubjectRequestFactory(person=ximena), by=manager)

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('tera.erasure', true)")
        assert cursor.fetchone()[0] == ""


def test_way_in_is_opened_nowhere_else():
    root = Path(__file__).resolve().parents[2]
    files = {
        str(path.relative_to(root))
        for app in ("skills", "members", "privacy", "surveys", "training", "actionplan", "study", "tera")
        for path in (root / app).rglob("*.py")
        if "tera.erasure" in path.read_text()
    }

    assert files == {"privacy/erasure.py", "privacy/migrations/0001_audit.py", "tera/immutability.py"}
