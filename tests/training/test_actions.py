from datetime import date

import pytest

from tests.factories.training import OfferFactory
from training.actions import OfferError, mark_checked, publish_offers, unpublish_offers
from training.models import Offer

pytestmark = pytest.mark.django_db


def statuses() -> list[str]:
    return list(Offer.objects.order_by("pk").values_list("status", flat=True))


def test_publish_offers_counts_only_those_that_change():
    OfferFactory(status="draft")
    OfferFactory(status="published")

    assert publish_offers(Offer.objects.all()) == 1
    assert statuses() == ["published", "published"]


def test_publish_offers_refuses_all_when_one_has_no_source():
    OfferFactory(status="draft")
    OfferFactory(status="draft", name_es="Sin fuente", source_note="")

    with pytest.raises(OfferError, match="Sin fuente"):
        publish_offers(Offer.objects.all())

    assert statuses() == ["draft", "draft"]


def test_unpublish_offers_leaves_the_archived_alone():
    OfferFactory(status="published")
    OfferFactory(status="archived")

    assert unpublish_offers(Offer.objects.all()) == 1
    assert statuses() == ["draft", "archived"]


def test_mark_checked_dates_the_source_and_the_change():
    offer = OfferFactory()

    assert mark_checked(Offer.objects.all(), day=date(2026, 11, 24)) == 1

    checked = Offer.objects.get()
    assert checked.source_checked_on == date(2026, 11, 24)
    assert checked.modified_at > offer.modified_at
