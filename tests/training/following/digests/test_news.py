"""What is new since is told once, with a way to act on it and a way out."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.factories.following import FollowerFactory, SavedSearchFactory
from tests.factories.training import EditionFactory, OfferFactory
from tests.training.following.digests.running import ahead, run
from training.following.actions import confirm, follow
from training.following.links import stop_all_path
from training.following.news import note_news
from training.following.planning import plan_digests
from training.models import Digest, News, ToldNews

pytestmark = pytest.mark.django_db


def test_new_offer_is_told_once_with_deadline_calendar_and_ways_out():
    follower = SavedSearchFactory(query="modalidad=online").follower
    offer = OfferFactory(name_es="Redes <b>", course_mode="online", price_category="free")
    edition = EditionFactory(offer=offer, application_deadline=ahead(10), start_date=ahead(30))
    OfferFactory(name_es="Presencial", course_mode="onsite")

    (message,) = run()

    assert message.to == [follower.email]
    assert "Redes <b>" in message.body
    assert "Presencial" not in message.body
    assert "En línea" in message.body
    assert reverse("training:edition-ics", args=[offer.slug, edition.pk]) in message.body
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert "Redes &lt;b&gt;" in html
    assert message.extra_headers["List-Unsubscribe"].endswith(f"{stop_all_path(follower)}>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop_all_path(follower) in message.body

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert run() == []


def test_nothing_is_sent_when_nothing_is_new():
    OfferFactory()
    note_news()
    SavedSearchFactory(confirmed_at=timezone.now(), looked_at=timezone.now())

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert run() == []
    assert not Digest.objects.exists()


def test_what_is_in_the_catalogue_when_one_begins_is_no_news(django_capture_on_commit_callbacks):
    OfferFactory()
    confirm(follow("ana@example.org", query="", language="es", frequency="daily"))

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert run() == []
        new = OfferFactory(name_es="Nueva")
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        (message,) = run()
    assert new.name in message.body


def test_enrolment_that_opens_is_told_of_a_known_offer():
    offer = OfferFactory(name_es="Redes")
    EditionFactory(offer=offer, application_start_date=ahead(3), application_deadline=ahead(20))
    note_news()
    SavedSearchFactory(query=f"oferta={offer.slug}", confirmed_at=timezone.now(), looked_at=timezone.now())

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert run() == []
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        (message,) = run()
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert run() == []
    assert "Redes" in message.body
    assert "abierta hasta" in message.body


def test_offer_that_fits_two_searches_is_told_once():
    follower = FollowerFactory()
    SavedSearchFactory(follower=follower, query="")
    SavedSearchFactory(follower=follower, query="modalidad=online")
    offer = OfferFactory(name_es="Redes", course_mode="online")

    (message,) = run()

    assert message.body.count(offer.get_absolute_url()) == 1


def test_table_takes_no_second_telling():
    search = SavedSearchFactory()
    OfferFactory()
    note_news()
    digest = Digest.objects.create(follower=search.follower)
    row = {"digest": digest, "follower": search.follower, "news": News.objects.get(), "search": search}
    ToldNews.objects.create(**row)

    with pytest.raises(IntegrityError), transaction.atomic():
        ToldNews.objects.create(**row)


def test_weekly_search_waits_seven_days_and_then_brings_everything():
    now = timezone.now()
    SavedSearchFactory(frequency="weekly", confirmed_at=now, looked_at=now)
    OfferFactory(name_es="Primera")
    for day in range(1, 7):
        with time_machine.travel(now + timedelta(days=day)):
            assert run() == []
    OfferFactory(name_es="Segunda")
    with time_machine.travel(now + timedelta(days=7)):
        (message,) = run()

    assert "Primera" in message.body
    assert "Segunda" in message.body


def test_digest_is_in_the_language_of_the_search():
    SavedSearchFactory(language="en")
    OfferFactory(name_es="Redes", name_en="Networks")

    (message,) = run()

    assert "Networks" in message.body
    assert "/en/training/" in message.body
    assert "Why you get this" in message.body


def test_planning_twice_at_once_plans_nothing_twice():
    SavedSearchFactory()
    OfferFactory()

    assert plan_digests() == 1
    assert plan_digests() == 0
    assert Digest.objects.count() == 1
