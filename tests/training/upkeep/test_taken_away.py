"""A colleague whose access is taken away while a form of the provider is open."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import OrganisationUser
from tests.factories.members import OrganisationUserFactory
from tests.factories.training import EditionFactory
from tests.training.upkeep.conftest import as_
from tests.training.upkeep.pages.conftest import change, fields, url
from training.exchange.actions import plan_import, receive_file
from training.models import Offer, OfferImport, OfferRevision
from training.upkeep.deciding import approve_revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(provider, owner):
    """Somebody beside the owner, without whom an organisation would have none."""
    return OrganisationUserFactory(organisation=provider.organisation, role="editor").user


@pytest.fixture
def ada(colleague):
    return as_(colleague)


def take_away(colleague) -> None:
    OrganisationUser.objects.filter(user=colleague).delete()


@pytest.mark.parametrize("name", ["offer-edit", "edition-edit", "edition-new", "offer-new", "offer-withdraw"])
def test_form_that_was_open_proposes_nothing_any_more(ada, colleague, offer, name):
    edition = EditionFactory(offer=offer)
    address = url(name, *{"offer-new": (), "edition-edit": (offer.pk, edition.pk)}.get(name, (offer.pk,)))
    page = ada.get(address)
    typed = (fields(page) if "form" in page.context else {}) | {"name_es": "Otra", "places": "9"}
    take_away(colleague)

    assert ada.post(address, typed).status_code == 404
    assert OfferRevision.objects.count() == 0


def test_viewer_by_now_reads_and_changes_nothing(ada, colleague, offer):
    OrganisationUser.objects.filter(user=colleague).update(role="viewer")

    assert ada.get(url("offer", offer.pk)).status_code == 200
    assert ada.post(url("offer-edit", offer.pk), {"name_es": "Otra"}).status_code == 404
    assert ada.post(url("offer-confirm", offer.pk)).status_code == 404
    assert Offer.objects.get().confirmed_on is None


def test_file_that_was_read_is_not_sent_any_more(ada, colleague, offer, provider):
    batch = receive_file(b"offer;name_es\nredes;Otra\n", "x.csv", by=colleague, provider=provider)
    digest = plan_import(batch).digest
    take_away(colleague)
    address = reverse("provider:import-check", args=["academia", batch.pk])

    assert ada.get(address).status_code == 404
    assert ada.post(address, {"digest": digest}).status_code == 404
    file = SimpleUploadedFile("y.csv", b"offer\nredes\n")
    assert ada.post(url("import"), {"file": file}).status_code == 404
    assert (OfferRevision.objects.count(), OfferImport.objects.get().state) == (0, "waiting")


def test_what_was_sent_before_waits_and_can_be_decided(colleague, offer, manager):
    revision = change(offer, colleague, name_es="Redes II")
    take_away(colleague)
    colleague.delete()

    approve_revision(revision, version=1, taken={"name_es": "Redes II"}, seen={}, by=manager)

    offer.refresh_from_db()
    assert offer.name_es == "Redes II"
