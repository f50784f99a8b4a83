"""Files of many rows: the worker looks at them and carries them out, and the page counts."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from members.enums import ImportWork
from members.exchange.worker import Progress, ask_worker
from members.models.imported_file import FEW_ROWS, SILENCE
from tera.spreadsheets.writing import write_csv
from tests.conftest import sign_in
from training.exchange.actions import confirm_import, receive_file
from training.exchange.tasks import OFFERS, work_on_import
from training.models import Offer, OfferImport, OfferRevision

pytestmark = pytest.mark.django_db
MANY = FEW_ROWS + 1


def content(rows=MANY, first=""):
    named = [["academia", f"Curso {number}", "20"] for number in range(rows)]
    return write_csv(["provider", "name_es", "learning_hours"], [["academia", "Redes", first], *named[1:]])


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    """Bring a file to an address, or press a button there, and let the worker finish."""

    def act(client, address, data):
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(address, data)
        assert response.status_code == 302
        return client.get(response.url)

    return act


@pytest.fixture
def panel(manager_client, offer, send):
    def upload(body):
        return send(
            manager_client,
            reverse("admin:training_offer_import"),
            {"file": SimpleUploadedFile("muchas.csv", body)},
        )

    return upload


def test_many_rows_are_shown_first_and_then_imported_all(panel, send, manager_client, offer):
    response = panel(content(first="30"))

    assert dict(response.context["counts"])["new"] == MANY - 1
    assert response.context["page"].paginator.count == MANY - 1
    assert Offer.objects.count() == 1

    done = send(manager_client, response.request["PATH_INFO"], {"digest": response.context["plan"].digest})

    assert done.context["is_applied"]
    assert Offer.objects.count() == MANY
    offer.refresh_from_db()
    assert offer.learning_hours == 30
    batch = OfferImport.objects.get()
    assert (batch.content, batch.report, batch.work) == (None, None, "")


def test_one_wrong_row_of_many_imports_nothing(panel, send, manager_client, offer):
    response = panel(content(first="muchas"))

    (row,) = response.context["page"]
    assert (row.number, row.errors[0][0]) == (2, "horas")
    send(manager_client, response.request["PATH_INFO"], {"digest": response.context["plan"].digest})

    assert Offer.objects.count() == 1
    assert OfferImport.objects.get().state == "waiting"


def test_catalogue_that_moved_on_is_shown_anew(panel, send, manager_client, offer):
    response = panel(content(first="30"))
    Offer.objects.filter(pk=offer.pk).update(learning_hours=30)

    again = send(manager_client, response.request["PATH_INFO"], {"digest": response.context["plan"].digest})

    assert "ha cambiado" in again.content.decode()
    assert Offer.objects.count() == 1
    assert again.context["plan"].digest != response.context["plan"].digest
    assert dict(again.context["counts"])["unchanged"] == 1

    send(manager_client, again.request["PATH_INFO"], {"digest": again.context["plan"].digest})
    assert Offer.objects.count() == MANY


def test_providers_file_of_many_rows_becomes_proposals(offer, owner, client, send):
    client = sign_in(client, owner)
    address = reverse("provider:import", args=["academia"])
    shown = send(client, address, {"file": SimpleUploadedFile("muchas.csv", content())})

    done = send(client, shown.request["PATH_INFO"], {"digest": shown.context["plan"].digest})

    assert done.context["is_applied"]
    assert OfferRevision.objects.pending().count() == MANY - 1
    assert Offer.objects.count() == 1


@pytest.fixture
def batch(manager, offer):
    return receive_file(content(), "muchas.csv", by=manager)


def page_of(batch):
    return reverse("admin:training_offer_import_check", args=[batch.pk])


def test_page_counts_while_the_worker_is_at_it(manager, manager_client, batch):
    ask_worker(OFFERS, batch, ImportWork.CHECK, by=manager)
    waiting = manager_client.get(page_of(batch)).content.decode()
    OfferImport.objects.update(
        started_at=timezone.now(), noted_at=timezone.now(), stage="check", done=40, total=MANY
    )

    whole = manager_client.get(page_of(batch)).content.decode()
    part = manager_client.get(page_of(batch), headers={"HX-Request": "true"}).content.decode()

    assert "Esperando su turno" in waiting
    assert f"fila 40 de {MANY}" in whole
    assert f"fila 40 de {MANY}" in part
    assert "<html" not in part
    assert 'hx-trigger="every 1s"' in part


def test_page_is_loaded_anew_when_the_worker_is_done(manager, manager_client, batch):
    ask_worker(OFFERS, batch, ImportWork.CHECK, by=manager)
    work_on_import.call(str(batch.pk), manager.pk)

    response = manager_client.get(page_of(batch), headers={"HX-Request": "true"})

    assert response["HX-Refresh"] == "true"


def test_work_of_a_stopped_worker_can_be_asked_for_again(manager, manager_client, batch, send):
    ask_worker(OFFERS, batch, ImportWork.CHECK, by=manager)
    OfferImport.objects.update(started_at=timezone.now(), noted_at=timezone.now() - SILENCE * 2)
    assert 'name="again"' in manager_client.get(page_of(batch)).content.decode()

    shown = send(manager_client, page_of(batch), {"again": "1"})

    assert dict(shown.context["counts"])["new"] == MANY - 1


def test_second_press_and_second_worker_change_nothing(manager, batch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as asked:
        ask_worker(OFFERS, batch, ImportWork.CHECK, by=manager)
        ask_worker(OFFERS, batch, ImportWork.CHECK, by=manager)
    assert len(asked) == 1

    work_on_import.call(str(batch.pk), manager.pk)
    report = OfferImport.objects.get().report
    OfferImport.objects.update(report=None)
    work_on_import.call(str(batch.pk), manager.pk)

    assert report["counts"]["new"] == MANY - 1
    assert OfferImport.objects.get().report is None


def test_file_that_goes_while_it_waits_for_the_worker_is_told(manager, manager_client, batch):
    ask_worker(OFFERS, batch, ImportWork.CHECK, by=manager)
    OfferImport.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    work_on_import.call(str(batch.pk), manager.pk)

    assert OfferImport.objects.get().trouble
    assert manager_client.get(page_of(batch)).url == reverse("admin:training_offer_import")


@pytest.mark.django_db(transaction=True)
def test_count_is_seen_by_others_while_nothing_of_the_import_is(manager, offer):
    batch = receive_file(content(rows=3), "pocas.csv", by=manager)
    ask_worker(OFFERS, batch, ImportWork.CHECK, by=manager)
    digest = OfferImport.objects.get().report["digest"]
    other = connection.copy()
    seen = []

    def written(done, total):
        progress.note(ImportWork.WRITE, done, total)
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT stage, done, total, state, (SELECT count(*) FROM training_offer)"
                " FROM training_offerimport"
            )
            seen.append(cursor.fetchone())

    try:
        with Progress(batch, every=0) as progress:
            confirm_import(batch, digest, by=manager, written=written)
    finally:
        other.close()

    assert seen == [("write", 1, 2, "waiting", 1), ("write", 2, 2, "waiting", 1)]
    assert Offer.objects.count() == 3
