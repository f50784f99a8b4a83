"""Real connections at the same time, and work that stops half-way."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from members.exchange.actions import confirm_import, plan_import, receive_file
from members.exchange.errors import ImportRefused
from members.models import ImportBatch, Organisation
from tests.factories.members import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(*tasks):
    barrier = Barrier(len(tasks))

    def run(task):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return task()
        except ImportRefused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_ten_presses_of_confirm_import_once():
    batch = receive_file(b"nombre;tipo\nMarea;Empresa\n", "x.csv", by=UserFactory())
    digest = plan_import(batch).digest

    came = all_at_once(*[lambda: confirm_import(batch, digest, by=None)] * 10)

    assert Organisation.objects.count() == 1
    assert sorted(type(one).__name__ for one in came) == ["AlreadyDone"] * 9 + ["ImportBatch"]


def test_two_files_with_the_same_new_organisation_make_one():
    files = [
        receive_file(b"nombre;tipo;nif\nMarea;Empresa;B64717838\n", f"{n}.csv", by=None) for n in range(2)
    ]
    digests = [plan_import(batch).digest for batch in files]

    came = all_at_once(
        *(
            lambda batch=batch, digest=digest: confirm_import(batch, digest, by=None)
            for batch, digest in zip(files, digests, strict=True)
        )
    )

    assert Organisation.objects.count() == 1
    assert sorted(type(one).__name__ for one in came) == ["ImportBatch", "MovedOn"]


def test_import_waits_for_whoever_is_editing_and_then_refuses():
    organisation = OrganisationFactory(legal_name="Marea", municipality="Laredo")
    batch = receive_file(b"nombre;municipio\nMarea;Noja\n", "x.csv", by=None)
    digest = plan_import(batch).digest
    barrier = Barrier(2)

    def edit():
        with transaction.atomic():
            locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
            barrier.wait(timeout=30)
            locked.municipality = "Santander"
            locked.save()

    def press():
        barrier.wait(timeout=30)
        return confirm_import(batch, digest, by=None)

    all_at_once(edit, press)

    organisation.refresh_from_db()
    assert organisation.municipality == "Santander"


def test_import_that_dies_half_way_leaves_nothing():
    batch = receive_file(b"nombre;tipo;nif\nMarea;Empresa;B64717838\n", "x.csv", by=None)
    digest = plan_import(batch).digest
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$; "
            "CREATE TRIGGER die BEFORE INSERT ON members_identifier FOR EACH ROW EXECUTE FUNCTION die()"
        )

    def press():
        try:
            confirm_import(batch, digest, by=None)
        except Exception as error:
            return type(error).__name__

    came = all_at_once(press)

    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER die ON members_identifier; DROP FUNCTION die()")
    assert came == ["OperationalError"] or came == ["InterfaceError"]
    assert not Organisation.objects.exists()
    assert ImportBatch.objects.get().content
