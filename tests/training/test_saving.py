"""Saved offers: by slugs that the browser keeps, and with an account."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from privacy.erasure import drop_what_is_only_theirs
from privacy.subject import subject_of
from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.skills import DemandFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferProfileFactory
from training.models import Bookmark
from training.saving.actions import MOST, keep

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def account(client, user):
    return sign_in(client, user)


def save_url(offer) -> str:
    return reverse("training:offer-save", args=[offer.slug])


def test_page_shows_the_offers_that_the_browser_names_in_its_order(client):
    first, second = OfferFactory(name_es="Redes"), OfferFactory(name_es="Python")
    draft = OfferFactory(name_es="Borrador", status="draft")

    query = f"?oferta={second.slug}&oferta={first.slug}&oferta={draft.slug}&oferta=x&oferta={second.slug}"
    html = client.get(reverse("training:saved") + query).content.decode()

    assert html.index("Python") < html.index("Redes")
    assert "Borrador" not in html
    assert html.count('class="card card--link offer-card"') == 2
    assert "csrftoken" not in client.cookies


@pytest.mark.parametrize("offers", [1, 3])
def test_page_makes_a_constant_number_of_queries(client, offers, django_assert_num_queries):
    slugs = []
    for _number in range(offers):
        offer = OfferFactory()
        EditionFactory(offer=offer)
        DemandFactory(profile=OfferProfileFactory(offer=offer).profile)
        slugs.append(f"oferta={offer.slug}")

    with django_assert_num_queries(6):
        client.get(reverse("training:saved") + "?" + "&".join(slugs))


def test_page_without_anything_says_how_to_save_and_what_scripts_are_for(client):
    html = client.get(reverse("training:saved")).content.decode()

    assert "without-scripts" in html
    assert "data-saved-list" in html


def test_odd_slugs_do_no_harm(client):
    query = "?oferta=%00&oferta=" + "x" * 5000 + "&oferta=%F0%9F%8C%8A" + "&oferta=a" * 500

    assert client.get(reverse("training:saved") + query).status_code == 200


def test_press_keeps_and_the_next_one_lets_go(account, user):
    offer = OfferFactory()

    assert account.get(save_url(offer)).status_code == 200
    assert not user.bookmarks.exists()
    assert account.post(save_url(offer)).url == offer.get_absolute_url()
    assert user.bookmarks.get().offer == offer
    assert offer.name in account.get(reverse("training:saved")).content.decode()
    answer = account.post(save_url(offer), headers={"accept": "application/json"})
    assert answer.json() == {"saved": False}
    assert not user.bookmarks.exists()


def test_whoever_has_no_account_reads_how_to_save(client):
    offer = OfferFactory()

    html = client.post(save_url(offer)).content.decode()

    assert reverse("account_request_login_code") in html
    assert not Bookmark.objects.exists()
    draft = OfferFactory(status="draft")
    assert client.get(save_url(draft)).status_code == 404


def test_state_is_of_the_one_who_asks(client, account, user):
    offer = OfferFactory()
    Bookmark.objects.create(user=user, offer=offer)
    Bookmark.objects.create(user=UserFactory(), offer=OfferFactory())

    mine = account.get(reverse("training:saved-state"))
    assert mine.json()["slugs"] == [offer.slug]
    assert mine.json()["token"]
    assert "no-store" in mine["Cache-Control"]
    client.logout()
    assert client.get(reverse("training:saved-state")).json() == {"account": False, "slugs": [], "token": ""}


def test_what_the_browser_kept_comes_into_the_account_once(account, user):
    kept, brought, draft = OfferFactory(), OfferFactory(), OfferFactory(status="draft")
    Bookmark.objects.create(user=user, offer=kept)

    account.post(reverse("training:saved"), {"oferta": [kept.slug, brought.slug, draft.slug, "x", "\0"]})

    assert {mark.offer for mark in user.bookmarks.all()} == {kept, brought}


def test_visitor_cannot_bring_anything_into_no_account(client):
    offer = OfferFactory()

    client.post(reverse("training:saved"), {"oferta": offer.slug})

    assert not Bookmark.objects.exists()


def test_account_keeps_a_number_and_no_more(user):
    offers = [OfferFactory() for _number in range(3)]
    Bookmark.objects.create(user=user, offer=offers[0])

    keep(user, [offer.slug for offer in offers] * MOST)

    assert user.bookmarks.count() == 3


def test_table_keeps_an_offer_once(user):
    mark = Bookmark.objects.create(user=user, offer=OfferFactory())

    with pytest.raises(IntegrityError), transaction.atomic():
        Bookmark.objects.create(user=user, offer=mark.offer)


def test_saved_offers_go_with_the_person(user):
    Bookmark.objects.create(user=user, offer=OfferFactory())
    other = Bookmark.objects.create(user=UserFactory(), offer=OfferFactory())

    drop_what_is_only_theirs(subject_of(None, user, pseudonym="x"))

    assert list(Bookmark.objects.all()) == [other]


def test_catalogue_page_needs_no_cookie_for_saving(client):
    OfferFactory()

    response = client.get(reverse("training:offer-list"))

    assert "data-save=" in response.content.decode()
    assert not response.cookies
