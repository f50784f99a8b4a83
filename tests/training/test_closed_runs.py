"""What can be done with an offer that nobody can join at the moment."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.training import EditionFactory, OfferFactory
from training.models import Bookmark, SavedSearch

pytestmark = pytest.mark.django_db
ENROL = "https://academia.example/alta"


def days(**when) -> dict:
    return {name: timezone.localdate() + timedelta(number) for name, number in when.items()}


CLOSED = [
    {"application_deadline": -1, "start_date": 5},
    {"application_deadline": -9, "start_date": -2},
    {"start_date": -60, "end_date": -1},
]


def page_of(client, offer) -> str:
    return client.get(offer.get_absolute_url()).content.decode()


@pytest.mark.parametrize("when", CLOSED, ids=["closed", "under way", "ended"])
def test_closed_run_has_no_way_in_but_one_to_be_told(client, when):
    offer = OfferFactory(slug="redes")
    EditionFactory(offer=offer, enrol_url=ENROL, **days(**when))

    html = page_of(client, offer)

    assert f'href="{ENROL}"' not in html
    assert "Inscribirse" not in html
    assert reverse("training:follow") + "?oferta=redes" in html


@pytest.mark.parametrize("status", ["full", "cancelled"])
def test_full_or_cancelled_run_has_no_way_in(client, status):
    offer = OfferFactory()
    EditionFactory(offer=offer, enrol_url=ENROL, event_status=status, **days(start_date=5))

    assert f'href="{ENROL}"' not in page_of(client, offer)


def test_run_whose_enrolment_nobody_told_leads_to_its_page(client):
    offer = OfferFactory(url="")
    EditionFactory(offer=offer, enrol_url=ENROL, **days(start_date=20))

    html = page_of(client, offer)

    assert f'href="{ENROL}"' in html
    assert "Más información" in html
    assert "Inscripción por confirmar · empieza el" in html


def test_offer_that_is_over_can_be_saved_and_followed(client, mailoutbox):
    offer = OfferFactory(slug="redes")
    EditionFactory(offer=offer, **days(start_date=-60, end_date=-1))
    user = UserFactory(email="ana@example.org")
    sign_in(client, user)

    client.post(reverse("training:offer-save", args=["redes"]))
    client.post(reverse("training:follow") + "?oferta=redes", {"frequency": "weekly"})

    assert Bookmark.objects.get().offer == offer
    assert SavedSearch.objects.get().query == "oferta=redes"


@pytest.mark.parametrize("status", ["draft", "archived", "suspended"])
def test_offer_that_is_not_public_can_be_neither_saved_nor_followed(client, status):
    OfferFactory(slug="redes", status=status)
    sign_in(client, UserFactory())

    for address in (
        reverse("training:offer-save", args=["redes"]),
        reverse("training:follow") + "?oferta=redes",
        reverse("training:report-problem", args=["redes"]),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {"frequency": "weekly"}).status_code == 404
    assert not Bookmark.objects.exists()
    assert not SavedSearch.objects.exists()
