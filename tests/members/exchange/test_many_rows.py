"""Registers of many rows: the worker looks at them and brings them in, and the page counts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from members.enums import ImportWork
from members.exchange.actions import receive_file
from members.exchange.tasks import REGISTER
from members.exchange.worker import ask_worker
from members.models import ImportBatch, Organisation
from members.models.imported_file import FEW_ROWS, SILENCE
from tera.spreadsheets.writing import write_csv
from tests import worker_settings
from tests.factories.members import OrganisationFactory
from tests.processes import inserts_are_slow, slow_inserts, wait_until, worker

MANY = FEW_ROWS + 1
COLUMNS = {"column-0": "legal_name", "column-1": "kind", "column-2": "municipality"}


def content(rows=MANY, first="Empresa"):
    lines = [[f"Marea {row}", "Empresa", "Laredo"] for row in range(rows)]
    lines[0][1] = first
    return write_csv(["Quién", "Tipo", "Localidad"], lines)


@pytest.fixture
def send(manager_client, django_capture_on_commit_callbacks):
    """Press a button and let the worker finish."""

    def act(address, data):
        with django_capture_on_commit_callbacks(execute=True):
            response = manager_client.post(address, data)
        assert response.status_code == 302
        return manager_client.get(response.url)

    return act


@pytest.fixture
def bring(send):
    def upload(body, columns=COLUMNS):
        file = SimpleUploadedFile("socios.csv", body)
        shown = send(reverse("admin:members_organisation_import"), {"file": file})
        return send(shown.request["PATH_INFO"], columns)

    return upload


def page_of(batch):
    return reverse("admin:members_organisation_import_check", args=[batch.pk])


@pytest.mark.django_db
def test_many_rows_are_shown_first_and_then_brought_in_all(bring, send):
    shown = bring(content())
    assert dict(shown.context["counts"])["new"] == MANY
    assert Organisation.objects.count() == 0

    done = send(shown.request["PATH_INFO"], {"digest": shown.context["plan"].digest})

    assert done.context["is_applied"]
    assert Organisation.objects.filter(municipality="Laredo").count() == MANY
    batch = ImportBatch.objects.get()
    assert (batch.content, batch.report, batch.work) == (None, None, "")
    assert batch.applied_by == batch.created_by


@pytest.mark.django_db
def test_one_wrong_row_of_many_brings_nothing_in(bring, send):
    shown = bring(content(first="Nada"))

    (row,) = shown.context["page"]
    assert (row.number, row.errors[0][0]) == (2, "tipo")
    send(shown.request["PATH_INFO"], {"digest": shown.context["plan"].digest})

    assert Organisation.objects.count() == 0
    assert ImportBatch.objects.get().state == "waiting"


@pytest.mark.django_db
def test_register_that_moved_on_is_shown_anew(bring, send):
    shown = bring(content())
    OrganisationFactory(legal_name="Marea 0", kind="company", municipality="Laredo")

    again = send(shown.request["PATH_INFO"], {"digest": shown.context["plan"].digest})

    assert "ha cambiado" in again.content.decode()
    assert Organisation.objects.count() == 1
    assert dict(again.context["counts"]) == {"error": 0, "new": MANY - 1, "changed": 0, "unchanged": 1}
    send(again.request["PATH_INFO"], {"digest": again.context["plan"].digest})
    assert Organisation.objects.count() == MANY


@pytest.mark.django_db
def test_other_columns_are_checked_anew(bring, send):
    shown = bring(content())
    batch = ImportBatch.objects.get()
    back = reverse("admin:members_organisation_import_columns", args=[batch.pk])

    again = send(back, COLUMNS | {"column-2": ""})

    assert again.context["plan"].digest != shown.context["plan"].digest
    assert [change.title for change in again.context["page"][0].changes] == ["denominación social", "tipo"]


@pytest.mark.django_db
def test_page_counts_without_a_script_while_the_worker_is_at_it(manager, manager_client):
    batch = receive_file(content(), "socios.csv", by=manager)
    ask_worker(REGISTER, batch, ImportWork.CHECK, by=manager)
    ImportBatch.objects.update(
        started_at=timezone.now(), noted_at=timezone.now(), stage="check", done=40, total=MANY
    )

    whole = manager_client.get(page_of(batch)).content.decode()
    part = manager_client.get(page_of(batch), headers={"HX-Request": "true"}).content.decode()
    columns = manager_client.get(reverse("admin:members_organisation_import_columns", args=[batch.pk]))

    assert f"fila 40 de {MANY}" in whole
    assert f'<a href="{page_of(batch)}">Actualizar</a>' in whole
    assert f"fila 40 de {MANY}" in part
    assert "<html" not in part
    assert columns.url == page_of(batch)


@pytest.mark.django_db
def test_page_says_so_when_no_worker_takes_the_file(manager, manager_client):
    batch = receive_file(content(), "socios.csv", by=manager)
    ask_worker(REGISTER, batch, ImportWork.CHECK, by=manager)
    waiting = manager_client.get(page_of(batch)).content.decode()
    ImportBatch.objects.update(noted_at=timezone.now() - SILENCE * 2)

    late = manager_client.get(page_of(batch)).content.decode()
    manager_client.post(page_of(batch), {"again": "1"})

    assert "Esperando su turno" in waiting
    assert 'name="again"' not in waiting
    assert 'name="again"' in late
    assert "el trabajo de fondo del sitio se ha detenido" in late
    assert 'name="again"' not in manager_client.get(page_of(batch)).content.decode()


@pytest.mark.django_db
def test_many_rows_without_chosen_columns_lead_to_them(manager, manager_client):
    batch = receive_file(content(), "socios.csv", by=manager)

    response = manager_client.get(page_of(batch))

    assert response.url == reverse("admin:members_organisation_import_columns", args=[batch.pk])


@pytest.mark.django_db(transaction=True)
def test_import_of_a_killed_worker_leaves_nothing_and_is_done_whole_when_asked_again(
    manager, manager_client, settings
):
    settings.TASKS = worker_settings.TASKS
    rows = 1_100
    batch = receive_file(content(rows), "socios.csv", by=manager)
    manager_client.post(reverse("admin:members_organisation_import_columns", args=[batch.pk]), COLUMNS)

    with slow_inserts("members_organisation", 4):
        with worker() as killed:
            wait_until(lambda: ImportBatch.objects.get().report and not ImportBatch.objects.get().work)
            manager_client.post(page_of(batch), {"digest": ImportBatch.objects.get().report["digest"]})
            wait_until(lambda: ImportBatch.objects.get().stage == "write")
            wait_until(inserts_are_slow)
            killed.kill()
        wait_until(lambda: not inserts_are_slow())

    left = ImportBatch.objects.get()
    assert (left.state, left.work, left.done, left.total) == ("waiting", "write", 500, rows)
    assert Organisation.objects.count() == 0

    ImportBatch.objects.update(noted_at=timezone.now() - SILENCE * 2)
    manager_client.post(page_of(batch), {"again": "1"})
    with worker():
        wait_until(lambda: ImportBatch.objects.get().state == "applied")

    assert Organisation.objects.count() == rows
    assert Organisation.objects.values("slug").distinct().count() == rows
