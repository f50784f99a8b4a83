"""The provider's pages open to its own people only."""

import pytest
from django.urls import reverse

from tests.factories.training import EditionFactory, OfferFactory
from tests.training.upkeep.pages.conftest import change, url
from training.models import Offer, OfferRevision
from training.upkeep.proposing import propose_offer

pytestmark = pytest.mark.django_db
LOOKERS, WRITERS = ("owner", "editor", "viewer"), ("owner", "editor")


@pytest.fixture
def pages(offer, owner):
    edition = EditionFactory(offer=offer)
    revision = change(offer, owner, name_es="Redes II")
    new = propose_offer(offer.provider, typed={"name_es": "Nubes"}, by=owner)
    return {
        "offers": (url("offers"), LOOKERS),
        "offer": (url("offer", offer.pk), LOOKERS),
        "revision": (url("revision", revision.pk), LOOKERS),
        "offer-new": (url("offer-new"), WRITERS),
        "offer-edit": (url("offer-edit", offer.pk), WRITERS),
        "offer-withdraw": (url("offer-withdraw", offer.pk), WRITERS),
        "edition-new": (url("edition-new", offer.pk), WRITERS),
        "edition-copy": (url("edition-copy", offer.pk, edition.pk), WRITERS),
        "edition-edit": (url("edition-edit", offer.pk, edition.pk), WRITERS),
        "revision-edit": (url("revision-edit", new.pk), WRITERS),
    }


def test_pages_open_to_the_providers_people_only(cast, pages):
    for name, (address, allowed) in pages.items():
        for who, client in cast.items():
            expected = 200 if who in allowed else 302 if who == "anonymous" else 404
            assert client.get(address).status_code == expected, (name, who)


@pytest.mark.parametrize("name", ["offer-confirm", "revision-withdraw"])
def test_presses_are_for_the_providers_people_only(cast, pages, offer, name):
    key = offer.pk if name == "offer-confirm" else OfferRevision.objects.exclude(offer=None).get().pk
    for who, client in cast.items():
        if who not in WRITERS:
            assert client.post(url(name, key)).status_code == (302 if who == "anonymous" else 404), who

    assert Offer.objects.get().confirmed_on is None
    assert not OfferRevision.objects.exclude(state="pending").exists()
    assert cast["owner"].get(url(name, key)).status_code == 405


def test_another_providers_rows_are_not_found(cast, provider):
    stray = OfferFactory()
    edition = EditionFactory(offer=stray)

    for name, *args in (
        ("offer", stray.pk),
        ("offer-edit", stray.pk),
        ("edition-edit", stray.pk, edition.pk),
    ):
        assert cast["owner"].get(url(name, *args)).status_code == 404
    assert cast["owner"].post(url("offer-confirm", stray.pk)).status_code == 404


def test_organisation_that_gives_no_training_has_no_such_pages(cast, provider):
    provider.delete()

    assert cast["owner"].get(url("offers")).status_code == 404


def test_account_page_leads_to_the_offers(cast, offer):
    shown = {who: url("offers") in cast[who].get(reverse("account:home")).content.decode() for who in cast}

    assert {who for who in shown if shown[who]} == {"owner", "editor", "viewer"}
