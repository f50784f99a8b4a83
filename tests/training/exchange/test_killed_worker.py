"""The worker, killed outright in the middle of an import: nothing of it stays, and another does it whole."""

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import ImportWork
from members.exchange.worker import ask_worker
from members.models.imported_file import FEW_ROWS, SILENCE
from tera.spreadsheets.writing import write_csv
from tests import worker_settings
from tests.processes import inserts_are_slow, slow_inserts, wait_until, worker
from training.exchange.taking import take_file
from training.exchange.tasks import OFFERS
from training.models import Edition, Offer, OfferImport

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = FEW_ROWS + 20
TITLES = ["provider", "name_es", "edition_start_date"]


@pytest.fixture(autouse=True)
def tasks_wait_for_a_worker(settings):
    settings.TASKS = worker_settings.TASKS


def test_import_of_a_killed_worker_leaves_nothing_and_is_done_whole_when_asked_again(
    provider, manager, manager_client
):
    rows = [["academia", f"Curso {row}", "2027-03-01"] for row in range(ROWS)]
    batch = take_file(write_csv(TITLES, rows), "muchas.csv", by=manager)
    page = reverse("admin:training_offer_import_check", args=[batch.pk])

    with slow_inserts("training_offer", 100):
        with worker() as killed:
            wait_until(lambda: OfferImport.objects.get().report)
            wait_until(lambda: not OfferImport.objects.get().work)
            digest = OfferImport.objects.get().report["digest"]
            ask_worker(OFFERS, batch, ImportWork.WRITE, by=manager, digest=digest)
            wait_until(lambda: OfferImport.objects.get().stage == "write")
            wait_until(inserts_are_slow)
            killed.kill()
        wait_until(lambda: not inserts_are_slow())

    left = OfferImport.objects.get()
    assert (left.state, left.work, bool(left.content)) == ("waiting", "write", True)
    assert 0 < left.done < left.total == ROWS
    assert Offer.objects.count() == 0
    assert f"{left.done} de {ROWS}" in manager_client.get(page).content.decode()

    OfferImport.objects.update(noted_at=timezone.now() - SILENCE * 2)
    assert 'name="again"' in manager_client.get(page).content.decode()
    manager_client.post(page, {"again": "1"})
    with worker():
        wait_until(lambda: OfferImport.objects.get().state == "applied")

    assert Offer.objects.count() == Offer.objects.values("name_es").distinct().count() == ROWS
    assert Edition.objects.count() == ROWS
    assert OfferImport.objects.get().counts["new"] == ROWS
