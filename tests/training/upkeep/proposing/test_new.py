"""New offers and editions, and what a trusted provider may do at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from tests.factories.training import EditionFactory, OfferFactory
from tests.training.upkeep.proposing.deciding import approve, run
from training.models import Edition, Offer, OfferRevision
from training.upkeep.proposing import (
    amend_offer,
    propose_change,
    propose_offer,
)
from training.upkeep.values import edition_key, seal

pytestmark = pytest.mark.django_db


def test_new_offer_has_no_row_until_it_is_published(provider, owner, manager):
    revision = propose_offer(provider, typed={"name_es": "Redes", "kind": "course", "url": ""}, by=owner)
    assert not Offer.objects.exists()
    revision = amend_offer(revision, typed={"name_es": "Redes y nubes", "kind": "mooc"}, version=1, by=owner)

    approve(revision, manager)

    offer = Offer.objects.get()
    assert (offer.name_es, offer.kind, offer.slug, offer.status, offer.provider) == (
        "Redes y nubes",
        "mooc",
        "redes-y-nubes",
        "published",
        provider,
    )
    assert offer.source_note != ""
    assert offer.revisions.get() == revision


def test_new_offer_sent_twice_waits_once(provider, owner):
    typed = {"name_es": "Redes", "kind": "course", "url": ""}

    first, again, other = (
        propose_offer(provider, typed=typed | {"url": url}, by=owner) for url in ("", "", "/x")
    )

    assert again == first
    assert set(OfferRevision.objects.all()) == {first, other}


@pytest.mark.django_db(transaction=True)
def test_new_offer_clicked_by_many_at_once_waits_once(provider, owner):
    def click(barrier):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return propose_offer(provider, typed={"name_es": "Redes"}, by=owner).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        clicked = list(pool.map(click, [Barrier(8)] * 8))

    assert len(set(clicked)) == 1
    assert OfferRevision.objects.count() == 1


def test_new_offers_get_addresses_of_their_own(provider, owner, manager):
    OfferFactory(slug="redes")
    OfferFactory(slug="redes-2")

    approve(propose_offer(provider, typed={"name_es": "Redes"}, by=owner), manager)

    assert Offer.objects.filter(provider=provider).get().slug == "redes-3"


def test_new_edition_is_made_when_it_is_approved(offer, owner, manager):
    key = edition_key("new1", "start_date")
    revision = propose_change(offer, typed={key: "2027-02-01"}, seen={key: seal("")}, by=owner)
    assert not Edition.objects.exists()

    approve(revision, manager)

    assert offer.editions.get().start_date == date(2027, 2, 1)


def test_trusted_provider_changes_dates_at_once(offer, owner):
    type(offer.provider).objects.update(is_trusted=True)
    edition = EditionFactory(offer=offer, places=10)

    assert propose_change(offer, **run(edition, places=12, start_date="2027-01-10"), by=owner) is None

    edition.refresh_from_db()
    assert (edition.places, edition.start_date) == (12, date(2027, 1, 10))
    assert not OfferRevision.objects.exists()
    assert set(edition.origins.values_list("origin", "locked")) == {("provider", True)}


def test_trusted_provider_waits_with_everything_else(offer, owner):
    type(offer.provider).objects.update(is_trusted=True)
    edition = EditionFactory(offer=offer, municipality="Laredo")

    revision = propose_change(offer, **run(edition, municipality="Potes"), by=owner)

    assert revision.new == {edition_key(edition.pk, "municipality"): "Potes"}
    edition.refresh_from_db()
    assert edition.municipality == "Laredo"
