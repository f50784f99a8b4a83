from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from tera.spreadsheets.writing import write_csv
from tests.conftest import sign_in
from tests.factories.members import OrganisationUserFactory
from tests.factories.training import EditionFactory, OfferFactory
from training.models import Edition, FieldOrigin, Offer, OfferImport, OfferRevision

pytestmark = pytest.mark.django_db
TITLES = ["offer", "provider", "name_es", "municipality", "edition_start_date"]


def file_of(*rows, titles=TITLES, name="ofertas.csv"):
    return SimpleUploadedFile(name, write_csv(titles, rows), content_type="text/csv")


def send(client, address, *rows, **kwargs):
    return client.post(address, {"file": file_of(*rows, **kwargs)}, follow=True)


def confirm(client, response):
    address = response.redirect_chain[-1][0]
    return client.post(address, {"digest": response.context["plan"].digest}, follow=True)


def words(response):
    return " ".join(str(message) for message in response.context["messages"])


@pytest.fixture
def panel():
    return reverse("admin:training_offer_import")


@pytest.fixture
def mine(provider):
    return reverse("provider:import", args=["academia"])


def test_manager_sees_rows_first_and_then_imports_all(manager_client, panel, offer, provider):
    response = send(
        manager_client,
        panel,
        ["redes", "", "", "Potes", "2027-01-10"],
        ["", "academia", "Nubes", "Santander", ""],
    )
    assert "Laredo" in manager_client.get(response.redirect_chain[-1][0] + "?show=changed").content.decode()
    assert Offer.objects.count() == 1

    confirm(manager_client, response)

    offer.refresh_from_db()
    new = Offer.objects.exclude(pk=offer.pk).get()
    assert (offer.municipality, offer.editions.get().start_date.year) == ("Potes", 2027)
    assert (new.name_es, new.status, new.provider, new.slug) == ("Nubes", "draft", provider, "nubes")
    origin = FieldOrigin.objects.get(offer=offer, field="municipality")
    assert (origin.origin, origin.detail, origin.locked) == ("import", "ofertas.csv", False)
    batch = OfferImport.objects.get()
    assert (batch.state, batch.content, batch.counts["new"]) == ("applied", None, 1)


def test_one_wrong_row_imports_nothing(manager_client, panel, offer):
    response = send(manager_client, panel, ["redes", "", "", "Potes", ""], ["nowhere", "", "", "Potes", ""])

    assert "nowhere" in response.content.decode()
    confirm(manager_client, response)

    offer.refresh_from_db()
    assert offer.municipality == "Laredo"
    assert OfferImport.objects.get().state == "waiting"


def test_second_press_changes_nothing(manager_client, panel, offer):
    response = send(manager_client, panel, ["redes", "", "", "", "2027-01-10"])
    confirm(manager_client, response)
    confirm(manager_client, response)

    assert Edition.objects.count() == 1


def test_catalogue_that_moved_on_is_told(manager_client, panel, offer):
    response = send(manager_client, panel, ["redes", "", "", "Potes", ""])
    Offer.objects.update(municipality="Reinosa")

    shown = confirm(manager_client, response)

    assert "ha cambiado" in words(shown)
    offer.refresh_from_db()
    assert offer.municipality == "Reinosa"


def test_file_that_waited_too_long_is_gone(manager_client, panel, offer):
    response = send(manager_client, panel, ["redes", "", "", "Potes", ""])
    OfferImport.objects.update(expires_at=timezone.now())

    shown = manager_client.get(response.redirect_chain[-1][0], follow=True)

    assert shown.redirect_chain[-1][0] == panel


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4", b"offer;nonsense\nredes;1\n", b"offer\n", b"\x00" * 30, b"x" * 5_000_001]
)
def test_what_is_no_table_of_offers_is_refused_with_a_reason(manager_client, panel, content):
    response = manager_client.post(panel, {"file": SimpleUploadedFile("x.csv", content)})

    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not OfferImport.objects.exists()


def test_too_many_rows_are_refused(manager_client, panel):
    rows = [["redes", "", "", str(number), ""] for number in range(10_001)]

    response = send(manager_client, panel, *rows)

    assert response.status_code == 422
    assert "10000" in str(response.context["form"].errors["file"])
    assert not OfferImport.objects.exists()


def test_export_of_the_panel_follows_the_list(manager_client, offer):
    OfferFactory(slug="otra", status="draft")

    address = reverse("admin:training_offer_export", args=["csv"]) + "?status__exact=published"
    content = manager_client.get(address).content.decode("utf-8-sig")

    assert "redes" in content
    assert "otra" not in content
    assert manager_client.get(reverse("admin:training_offer_export", args=["pdf"])).status_code == 404


def test_providers_file_waits_for_the_cluster(
    offer, owner, mine, manager, django_capture_on_commit_callbacks
):
    client = sign_in(Client(), owner)
    EditionFactory(offer=offer, start_date="2026-01-01")
    response = send(client, mine, ["redes", "", "", "Potes", "2027-01-10"], ["", "", "Nubes", "", ""])

    with django_capture_on_commit_callbacks(execute=True):
        confirm(client, response)

    offer.refresh_from_db()
    assert (offer.municipality, Offer.objects.count()) == ("Laredo", 1)
    assert {str(revision): revision.new for revision in OfferRevision.objects.all()} == {
        "Redes": {"municipality": "Potes", "edition:new1:start_date": "2027-01-10"},
        "Nubes": {"name_es": "Nubes"},
    }
    assert [message.to for message in mail.outbox] == [[manager.email]]
    assert "ofertas.csv" in mail.outbox[0].subject


def test_providers_file_is_nobody_elses(offer, owner, mine, manager_client):
    client = sign_in(Client(), owner)
    address = send(client, mine, ["redes", "", "", "Potes", ""]).redirect_chain[-1][0]
    stranger = sign_in(Client(), OrganisationUserFactory(role="owner").user)
    viewer = OrganisationUserFactory(organisation=offer.provider.organisation, role="viewer").user

    for who in (stranger, sign_in(Client(), viewer)):
        assert who.get(address).status_code == 404
        assert who.post(address).status_code == 404
        assert who.get(mine).status_code == 404
    key = OfferImport.objects.get().pk
    assert manager_client.get(reverse("admin:training_offer_import_check", args=[key])).status_code == 404


def test_provider_takes_its_own_offers_out(offer, owner):
    OfferFactory(slug="ajena")
    client = sign_in(Client(), owner)
    address = reverse("provider:export", args=["academia"])

    content = client.get(address).content
    plan = send_back(client, content)

    assert [row.name for row in plan.rows] == ["Redes"]
    assert not plan.has_changes
    assert sign_in(Client(), OrganisationUserFactory().user).get(address).status_code == 404


def send_back(client, content):
    file = SimpleUploadedFile("x.xlsx", content)
    response = client.post(reverse("provider:import", args=["academia"]), {"file": file}, follow=True)
    return response.context["plan"]


def test_sheets_that_are_not_read_are_told(manager_client, owner, panel, mine, offer):
    book = Workbook()
    book.active.append(["offer", "municipality"])
    book.active.append(["redes", "Potes"])
    book.create_sheet("Otra").append(["x"])
    content = BytesIO()
    book.save(content)

    for client, address in ((manager_client, panel), (sign_in(Client(), owner), mine)):
        file = SimpleUploadedFile("dos.xlsx", content.getvalue())
        shown = client.post(address, {"file": file}, follow=True).content.decode()
        assert "Solo se lee la primera hoja" in shown
