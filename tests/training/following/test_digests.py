"""Digests: what is new since, once, with a way to act on it and a way out."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from members.accounts.actions import change_email
from privacy.erasure import erase_person
from privacy.export import content_of
from privacy.subject import subject_of
from tests.factories.following import FollowerFactory, SavedSearchFactory
from tests.factories.members import PersonFactory, UserFactory
from tests.factories.privacy import DataSubjectRequestFactory
from tests.factories.training import EditionFactory, OfferFactory
from training.duplicates.merging import merge_offers
from training.following.actions import confirm, follow
from training.following.links import stop_all_path
from training.following.news import note_news
from training.following.outbox import send_digests
from training.following.planning import plan_digests
from training.models import Digest, Follower, News, SavedSearch, ToldNews

pytestmark = pytest.mark.django_db


def ahead(days: int):
    return timezone.localdate() + timedelta(days=days)


def run() -> list:
    """Plan and send; return the mails that went out."""
    before = len(mail.outbox)
    plan_digests()
    send_digests()
    return mail.outbox[before:]


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


@pytest.mark.parametrize(
    ("edition", "summaries"),
    [
        ({"application_deadline": 10, "start_date": 30}, 2),
        ({"start_date": -60, "end_date": -30}, 0),
    ],
    ids=["ahead", "past"],
)
def test_run_as_calendar(client, edition, summaries):
    run = EditionFactory(**{name: ahead(days) for name, days in edition.items()})

    response = client.get(reverse("training:edition-ics", args=[run.offer.slug, run.pk]))

    calendar = Calendar.from_ical(response.content)
    assert len(calendar.walk("VEVENT")) == summaries


def test_run_of_a_draft_or_of_another_offer_has_no_calendar(client):
    draft = EditionFactory(offer__status="draft")
    other = OfferFactory()

    for slug, key in ((draft.offer.slug, draft.pk), (other.slug, draft.pk), (other.slug, 987654)):
        assert client.get(reverse("training:edition-ics", args=[slug, key])).status_code == 404


def test_export_names_what_an_address_follows_and_erasure_takes_it_out():

    person = PersonFactory(work_email="ana@example.org")
    search = SavedSearchFactory(follower__email="ana@example.org", query="q=redes")
    stranger = SavedSearchFactory()

    models = {record["model"] for record in content_of(subject_of(person))["records"]}
    assert {"training.Follower", "training.SavedSearch"} <= models
    erase_person(DataSubjectRequestFactory(person=person), by=UserFactory())

    assert set(SavedSearch.objects.all()) == {stranger}
    assert not Follower.objects.filter(pk=search.follower_id).exists()


def test_digest_goes_to_the_new_address_of_the_account():
    user = UserFactory(email="ada@old.example")
    SavedSearchFactory(follower=FollowerFactory(email="Ada@old.example", failures=2))
    OfferFactory()
    plan_digests()
    change_email(user, email="ada@new.example")
    mail.outbox.clear()

    send_digests()

    assert [message.to for message in mail.outbox] == [["ada@new.example"]]
    assert Follower.objects.get().failures == 0


@pytest.mark.parametrize(
    ("old_confirmed", "new_confirmed", "stays"),
    [(True, True, "new"), (True, False, "old"), (False, True, "new"), (False, False, "new")],
)
def test_new_address_that_follows_already_follows_each_search_once(old_confirmed, new_confirmed, stays):
    user = UserFactory(email="ada@old.example")
    moment = timezone.now() - timedelta(days=8)
    searches = {
        name: SavedSearchFactory(
            follower=FollowerFactory(email=f"ada@{name}.example"),
            query="modalidad=online",
            confirmed_at=moment if confirmed else None,
        )
        for name, confirmed in (("old", old_confirmed), ("new", new_confirmed))
    }
    only = SavedSearchFactory(follower=searches["old"].follower, query="precio=free")

    change_email(user, email="ada@new.example")

    follower = Follower.objects.get()
    assert follower.email == "ada@new.example"
    assert set(follower.searches.all()) == {searches[stays], only}


def test_what_was_told_at_the_old_address_is_not_told_again_at_the_new():
    user = UserFactory(email="ada@old.example")
    SavedSearchFactory(follower=FollowerFactory(email="ada@old.example"))
    SavedSearchFactory(follower=FollowerFactory(email="ada@new.example"), query="precio=paid")
    OfferFactory(price_category="free")
    assert len(run()) == 1
    change_email(user, email="ada@new.example")

    SavedSearch.objects.update(looked_at=timezone.now() - timedelta(days=8))
    assert run() == []
