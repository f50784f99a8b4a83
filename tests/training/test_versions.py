"""A page of the catalogue is "not modified" exactly while nothing that it shows has changed."""

import pytest
from django.urls import reverse

from tests.factories.members import UserFactory
from tests.factories.skills import DemandFactory
from tests.factories.training import (
    EditionFactory,
    OfferFactory,
    OfferProfileFactory,
    OfferSkillFactory,
    OutcomeFactory,
)
from training.models import Offer, Synonym

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    offer = OfferFactory()
    EditionFactory(offer=offer)
    OfferSkillFactory(offer=offer)
    OfferProfileFactory(offer=offer)
    return offer


def again(client, path: str, etag: str):
    return client.get(path, headers={"If-None-Match": etag})


@pytest.mark.parametrize("page", ["list", "detail"])
def test_a_page_that_did_not_change_is_answered_with_one_query(
    client, offer, page, django_assert_num_queries
):
    path = reverse("training:offer-list") if page == "list" else offer.get_absolute_url()
    first = client.get(path)

    with django_assert_num_queries(1):
        answer = again(client, path, first["ETag"])

    assert (answer.status_code, answer.content) == (304, b"")
    assert "public" in answer["Cache-Control"]
    assert "no-cache" in answer["Cache-Control"]
    assert {"Cookie", "HX-Request"} <= {name.strip() for name in first["Vary"].split(",")}


@pytest.mark.parametrize(
    "write",
    [
        lambda offer: Offer.objects.filter(pk=offer.pk).update(name_es="Otra"),
        lambda offer: offer.editions.update(event_status="full"),
        lambda offer: offer.offer_skills.all().delete(),
        lambda offer: offer.offer_profiles.get().profile.save(),
        lambda offer: offer.provider.organisation.save(),
        lambda offer: Synonym.objects.create(language="es", words=["a", "b"]),
        lambda offer: DemandFactory(profile=offer.offer_profiles.get().profile),
        lambda offer: OutcomeFactory(offers=[offer]),
        lambda offer: OfferFactory(),
        lambda offer: offer.delete(),
    ],
    ids=[
        "offer",
        "edition",
        "skill",
        "profile",
        "organisation",
        "synonym",
        "demand",
        "outcome",
        "new",
        "deleted",
    ],
)
def test_whatever_a_page_shows_changes_its_validator(client, offer, write):
    path = reverse("training:offer-list")
    first = client.get(path)

    write(offer)

    assert again(client, path, first["ETag"]).status_code == 200


def test_validator_is_of_one_address_language_and_way_of_asking(client, offer):
    path = reverse("training:offer-list")
    etags = [
        client.get(path)["ETag"],
        client.get(path + "?q=a")["ETag"],
        client.get("/en/training/")["ETag"],
        client.get(path, headers={"HX-Request": "true"})["ETag"],
    ]

    assert len(set(etags)) == 4


def test_page_of_somebody_who_is_signed_in_is_private(client, offer):
    client.force_login(UserFactory())

    answer = client.get(offer.get_absolute_url())

    assert "private" in answer["Cache-Control"]
    assert again(client, offer.get_absolute_url(), answer["ETag"]).status_code == 304


def test_validator_changes_with_the_day(client, offer, time_machine):
    path = reverse("training:offer-list")
    time_machine.move_to("2026-11-25T12:00:00Z")
    etag = client.get(path)["ETag"]
    assert again(client, path, etag).status_code == 304

    time_machine.move_to("2026-11-26T12:00:00Z")

    assert again(client, path, etag).status_code == 200
