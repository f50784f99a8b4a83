"""What is gone, a draft, or told before is no news, and whoever stopped hears nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from tests.factories.following import SavedSearchFactory
from tests.factories.training import EditionFactory, OfferFactory
from tests.training.following.digests.running import ahead, run
from training.duplicates.merging import merge_offers
from training.following.news import note_news
from training.following.outbox import send_digests
from training.following.planning import plan_digests
from training.models import News

pytestmark = pytest.mark.django_db


def test_unconfirmed_search_gets_nothing():
    SavedSearchFactory(confirmed_at=None, looked_at=None)
    OfferFactory()

    assert run() == []


def test_what_is_gone_when_the_mail_goes_is_not_told():
    search = SavedSearchFactory()
    offer = OfferFactory()
    plan_digests()
    offer.status = "draft"
    offer.save()

    assert send_digests() == {"skipped": 1}
    assert mail.outbox == []
    assert search.follower.digests.get().state == "skipped"


@pytest.mark.parametrize("merges", [1, 2])
def test_offer_that_became_part_of_another_leads_to_the_one_that_stays(merges, manager):
    SavedSearchFactory()
    offers = [OfferFactory(name_es=name) for name in ("Redes", "Nubes", "Puertos")][: merges + 1]
    note_news()
    News.objects.exclude(offer=offers[0]).delete()
    plan_digests()

    for merged, kept in zip(offers, offers[1:], strict=False):
        merge_offers(kept=kept, merged=merged, by=manager)
    (message,) = run()

    assert offers[-1].name_es in message.body
    assert offers[-1].get_absolute_url() in message.body
    assert offers[0].get_absolute_url() not in message.body


def test_offer_that_stays_and_was_told_before_is_not_told_again_for_the_other(manager):
    SavedSearchFactory(frequency="daily")
    kept = OfferFactory(name_es="Redes")
    assert len(run()) == 1
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        merged, other = OfferFactory(name_es="Redes otra vez"), OfferFactory(name_es="Nubes")
        plan_digests()
        merge_offers(kept=kept, merged=merged, by=manager)

        (message,) = run()

    assert "Nubes" in message.body
    assert other.get_absolute_url() in message.body
    assert "Redes" not in message.body


def test_whoever_stops_meanwhile_gets_nothing():
    search = SavedSearchFactory()
    OfferFactory()
    plan_digests()
    search.delete()

    assert send_digests() == {"skipped": 1}


def test_draft_and_ended_offers_are_no_news():
    SavedSearchFactory()
    OfferFactory(status="draft")
    ended = OfferFactory()
    EditionFactory(offer=ended, start_date=ahead(-60), end_date=ahead(-30))

    assert run() == []
