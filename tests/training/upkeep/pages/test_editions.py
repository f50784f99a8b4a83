"""The dates of an offer, from the provider's pages."""

from datetime import date

import pytest
from django.utils import timezone

from tests.factories.training import EditionFactory
from tests.training.upkeep.pages.conftest import edit, url
from training.models import OfferRevision
from training.upkeep.values import edition_key

pytestmark = pytest.mark.django_db


def test_edition_is_repeated_with_other_dates(cast, offer):
    edition = EditionFactory(offer=offer, municipality="Potes", places=12, start_date="2026-02-01")

    page = cast["owner"].get(url("edition-copy", offer.pk, edition.pk))
    assert page.context["form"]["start_date"].value() is None
    edit(cast["owner"], url("edition-copy", offer.pk, edition.pk), start_date="2027-02-01")

    assert OfferRevision.objects.get().new == {
        "edition:new1:start_date": "2027-02-01",
        "edition:new1:municipality": "Potes",
        "edition:new1:places": 12,
        "edition:new1:event_status": "scheduled",
    }
    again = url("edition-proposed", offer.pk, "new1")
    edit(cast["owner"], again, places="15")
    assert OfferRevision.objects.get().new["edition:new1:places"] == 15
    assert OfferRevision.objects.get().new["edition:new1:municipality"] == "Potes"


def test_edition_cannot_end_before_it_starts(cast, offer):
    response = edit(
        cast["owner"], url("edition-new", offer.pk), start_date="2027-02-01", end_date="2027-01-01"
    )

    assert response.status_code == 422
    assert not OfferRevision.objects.exists()


def test_trusted_providers_dates_are_public_at_once(cast, offer, client):
    type(offer.provider).objects.update(is_trusted=True)

    edit(cast["owner"], url("edition-new", offer.pk), start_date="2099-02-01")

    assert offer.editions.count() == 1
    assert "2099" in client.get(offer.get_absolute_url()).content.decode()


def test_new_number_of_places_is_proposed_with_its_day(cast, offer):
    edition = EditionFactory(offer=offer, places_left=5, places_told_on=date(2026, 1, 7))

    edit(cast["owner"], url("edition-edit", offer.pk, edition.pk), places_left="3")

    (revision,) = OfferRevision.objects.all()
    assert revision.new == {
        edition_key(edition.pk, "places_left"): 3,
        edition_key(edition.pk, "places_told_on"): timezone.localdate().isoformat(),
    }


def test_day_that_is_typed_with_the_number_stands(cast, offer):
    edition = EditionFactory(offer=offer, places_left=5, places_told_on=date(2026, 1, 7))

    address = url("edition-edit", offer.pk, edition.pk)
    edit(cast["owner"], address, places_left="3", places_told_on="2026-02-01")

    (revision,) = OfferRevision.objects.all()
    assert revision.new[edition_key(edition.pk, "places_told_on")] == "2026-02-01"
