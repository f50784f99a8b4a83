"""Two people confirm one file at the same time: it is carried out once, and the other reads so."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from members.exchange.errors import AlreadyDone, ImportRefused
from members.models.imported_file import FEW_ROWS
from tera.spreadsheets.writing import write_csv
from tests.conftest import sign_in
from tests.factories.members import OrganisationUserFactory
from tests.training.exchange.test_pages import confirm, send, words
from training.exchange.actions import confirm_import, plan_import, receive_file
from training.models import Offer, OfferRevision

pytestmark = pytest.mark.django_db
ROW = ["", "academia", "Nubes", "Potes", "2027-03-01"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_providers", [False, True])
def test_file_confirmed_by_several_at_once_is_carried_out_once(provider, manager, is_providers):
    content = write_csv(["provider", "name_es"], [["academia", "Nubes"]])
    batch = receive_file(content, "x.csv", by=manager, provider=provider if is_providers else None)
    digest = plan_import(batch).digest
    barrier = Barrier(6)

    def press(_number):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return confirm_import(batch, digest, by=manager)
        except ImportRefused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        came = list(pool.map(press, range(6)))

    assert sum(isinstance(one, AlreadyDone) for one in came) == 5
    assert (Offer.objects.count(), OfferRevision.objects.count()) == ((0, 1) if is_providers else (1, 0))


def test_second_manager_reads_that_it_was_done(manager_client, offer):
    page = send(manager_client, reverse("admin:training_offer_import"), ROW)
    confirm(manager_client, page)

    late = confirm(manager_client, page)

    assert "se cargó ya" in words(late)
    assert "no ha cambiado nada" in words(late)
    assert Offer.objects.filter(name_es="Nubes").count() == 1


def test_second_manager_of_a_file_of_many_rows_reads_that_it_was_done(
    manager_client, provider, django_capture_on_commit_callbacks
):
    rows = [["", "academia", f"Curso {n}", "", ""] for n in range(FEW_ROWS + 1)]
    with django_capture_on_commit_callbacks(execute=True):
        address = send(manager_client, reverse("admin:training_offer_import"), *rows).redirect_chain[-1][0]
    page = manager_client.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        manager_client.post(address, {"digest": page.context["plan"].digest})
    assert Offer.objects.count() == FEW_ROWS + 1

    for press in ({"digest": page.context["plan"].digest}, {"again": "1"}):
        assert "se cargó ya" in words(manager_client.post(address, press, follow=True))
    assert Offer.objects.count() == FEW_ROWS + 1


def test_providers_colleague_reads_that_it_was_sent(provider, owner, offer):
    colleague = OrganisationUserFactory(organisation=provider.organisation, role="editor").user
    first, second = sign_in(Client(), owner), sign_in(Client(), colleague)
    page = send(first, reverse("provider:import", args=["academia"]), ROW)
    confirm(first, page)

    assert "se cargó ya" in words(confirm(second, page))
    assert OfferRevision.objects.count() == 1
