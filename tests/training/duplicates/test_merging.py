"""What a merge does to everything that knows of the offer, and to the fields of the one that stays."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories.following import SavedSearchFactory
from tests.factories.members import UserFactory
from tests.factories.training import (
    EditionFactory,
    FieldOriginFactory,
    HarvestItemFactory,
    HarvestSourceFactory,
    OfferFactory,
    ProviderFactory,
)
from training.duplicates.filling import differ
from training.duplicates.merging import merge_offers, undo_merge
from training.enums import ValueOrigin
from training.following.outbox import send_digests
from training.following.planning import plan_digests
from training.harvesting.applying import Applier
from training.harvesting.items import Item, Run
from training.models import Bookmark, HarvestItem, News, Offer, ProblemReport
from training.provenance import NOTHING, OFFER_FIELDS, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    return ProviderFactory()


def two(provider, kept=None, merged=None):
    return (
        OfferFactory(provider=provider, slug="kept", name_es="Redes", **kept or {}),
        OfferFactory(provider=provider, slug="merged", name_es="Redes", **merged or {}),
    )


def test_merge_fills_what_the_other_says_and_undo_empties_it(provider, manager):
    kept, merged = two(
        provider,
        kept={"learning_hours": 40, "abstract_es": "Mío", "source_note": "BOE"},
        merged={
            "learning_hours": 60,
            "abstract_es": "Suyo",
            "description_es": "Largo",
            "url": "https://x.example/c",
            "audience": ["employed"],
            "price_category": "paid",
            "price": Decimal("90.00"),
        },
    )
    FieldOriginFactory(offer=merged, field="url", origin="harvest", detail="Sitemap")

    merge = merge_offers(kept=kept, merged=merged, by=manager)

    kept.refresh_from_db()
    assert (kept.learning_hours, kept.abstract_es) == (40, "Mío")
    assert (kept.description, kept.url, kept.audience) == ("Largo", "https://x.example/c", ["employed"])
    assert (kept.price_category, kept.price) == ("paid", Decimal("90.00"))
    assert kept.origins.get(field="url").detail == "Sitemap"

    Offer.objects.filter(pk=kept.pk).update(url="https://x.example/otra")
    undo_merge(merge)

    kept.refresh_from_db()
    assert (kept.description, kept.price, kept.audience) == ("", None, [])
    assert kept.url == "https://x.example/otra"
    merged.refresh_from_db()
    assert merged.description == "Largo"


@pytest.mark.parametrize(
    ("kept", "merged", "name"),
    [
        ({"price_category": "free"}, {"price_category": "paid", "price": 90}, "price"),
        ({"course_mode": "online"}, {"course_mode": "onsite", "municipality": "Santander"}, "municipality"),
        ({"credential_type": "attendance"}, {"credential_price": 0}, None),
    ],
)
def test_merge_does_not_mix_two_stories(provider, manager, kept, merged, name):
    one, other = two(provider, kept, merged)

    merge = merge_offers(kept=one, merged=other, by=manager)

    assert name not in merge.filled
    assert bool(merge.filled) is (name is None)


def test_field_that_a_person_emptied_stays_empty(provider, manager):
    kept, merged = two(provider, {"url": "https://x.example/a"}, {"url": "https://x.example/b"})
    receive(kept, {"url": ""}, ValueOrigin.PANEL, by=manager)

    merge_offers(kept=kept, merged=merged, by=manager)

    kept.refresh_from_db()
    assert kept.url == ""


class FillingTest(TestCase):
    """A merge changes no word of the offer that stays, and undoing it leaves no word of the other."""

    values = st.fixed_dictionaries(
        {
            "abstract_es": st.sampled_from(["", "Uno", "Dos"]),
            "price_category": st.sampled_from(["", "free", "paid"]),
            "price": st.sampled_from([None, Decimal("0.00"), Decimal("9.50")]),
            "learning_hours": st.sampled_from([None, 0, 40]),
            "audience": st.sampled_from([[], ["employed"], ["employed", "student"]]),
            "course_mode": st.sampled_from(["", "online", "onsite"]),
            "municipality": st.sampled_from(["", "Santander"]),
        }
    ).filter(
        lambda v: (
            not (
                (v["price_category"] == "free" and v["price"])
                or (v["price_category"] == "paid" and v["price"] == 0)
            )
        )
    )

    @given(kept=values, merged=values)
    @settings(max_examples=25, deadline=None)
    def test_filling_is_taken_back_whole(self, kept, merged):
        user, provider = UserFactory(), ProviderFactory()
        one = OfferFactory(provider=provider, **kept)
        other = OfferFactory(provider=provider, name_es=one.name_es, **merged)
        before = [getattr(one, name) for name in OFFER_FIELDS]

        merge = merge_offers(kept=one, merged=other, by=user)

        one = Offer.objects.get(pk=one.pk)
        for name, was in zip(OFFER_FIELDS, before, strict=True):
            assert getattr(one, name) == was or (was in NOTHING and not differ(one, other, name))
        undo_merge(merge)
        one = Offer.objects.get(pk=one.pk)
        assert [getattr(one, name) or None for name in OFFER_FIELDS] == [each or None for each in before]


def test_bookmarks_go_along_once_for_each_person(provider, manager, client):
    kept, merged = two(provider)
    both, only = UserFactory(), UserFactory()
    for user, offer in ((both, kept), (both, merged), (only, merged)):
        Bookmark.objects.create(user=user, offer=offer)

    merge = merge_offers(kept=kept, merged=merged, by=manager)

    assert Bookmark.objects.filter(offer=kept, user=both).count() == 1
    assert only.bookmarks.get().offer == kept
    undo_merge(merge)
    assert only.bookmarks.get().offer == merged
    assert both.bookmarks.count() == 2


def test_browser_that_kept_the_old_address_still_sees_the_offer(provider, manager, client):
    kept, merged = two(provider)
    merge_offers(kept=kept, merged=merged, by=manager)

    html = client.get(reverse("training:saved"), {"oferta": ["merged", "kept"]}).content.decode()

    assert html.count('class="card card--link offer-card"') == 1


def test_news_of_the_merged_offer_is_not_told(provider, manager):
    follower = SavedSearchFactory().follower
    kept, merged = two(provider)
    EditionFactory(offer=merged, application_deadline=timezone.localdate() + timedelta(days=9))
    plan_digests()
    assert News.objects.filter(offer=merged).exists()

    merge_offers(kept=kept, merged=merged, by=manager)
    send_digests()

    (message,) = mail.outbox
    assert message.to == [follower.email]
    assert kept.get_absolute_url() in message.body
    assert merged.get_absolute_url() not in message.body


def test_reports_go_along_and_stay_to_be_settled(provider, manager, manager_client):
    kept, merged = two(provider)
    ProblemReport.objects.create(offer=merged, kind="gone", text="No existe")

    merge_offers(kept=kept, merged=merged, by=manager)

    assert [report.text for report in kept.problems.open()] == ["No existe"]


def test_next_visit_of_the_source_finds_the_offer_that_stays(provider, manager):
    kept, merged = two(provider)
    first = EditionFactory(offer=kept, start_date="2027-03-01")
    second = EditionFactory(offer=merged, start_date="2027-03-01")
    source = HarvestSourceFactory(provider=provider)
    HarvestItemFactory(source=source, offer=merged, key="k", runs={"r": second.pk})
    merge_offers(kept=kept, merged=merged, by=manager)

    item = Item(
        "k",
        {"name_es": "Redes", "learning_hours": 70},
        [Run("r", {"start_date": first.start_date, "places": 12})],
    )
    change = Applier(source, timezone.now()).apply(item)

    assert (change.what, change.offer_id) == ("changed", kept.pk)
    kept.refresh_from_db()
    assert (kept.learning_hours, kept.editions.get().places) == (70, 12)
    assert HarvestItem.objects.get().runs == {"r": first.pk}
    merged.refresh_from_db()
    assert (merged.status, merged.learning_hours) == ("archived", None)
