"""Ximena, whose name and address stand in many tables."""

import uuid

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from members.models import ImportBatch, Merge, Person
from surveys.models import ChasingNote, Message, ResponseMove, Submission, VersionMove
from tests.factories.members import (
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
)
from tests.factories.surveys import InvitationFactory, ResponseFactory

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
