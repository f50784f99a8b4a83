import pytest
from django.urls import reverse

from tests.factories.skills import DemandFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferProfileFactory, OfferSkillFactory

pytestmark = pytest.mark.django_db
ASKED = "?q=oferta&modalidad=online&modalidad=onsite&precio=free&perfil=x&foo=bar&orden=demanda"
QUERIES = 8


def full_offer(**fields):
    offer = OfferFactory(course_mode="online", price_category="free", **fields)
    OfferSkillFactory(offer=offer)
    EditionFactory(offer=offer)
    DemandFactory(profile=OfferProfileFactory(offer=offer).profile)
    return offer


@pytest.mark.parametrize("offers", [1, 3])
@pytest.mark.parametrize("query", ["", ASKED], ids=["all", "filtered"])
def test_offer_list_makes_a_constant_number_of_queries(client, offers, query, django_assert_num_queries):
    for _number in range(offers):
        full_offer()

    with django_assert_num_queries(QUERIES):
        response = client.get(reverse("training:offer-list") + query)

    assert response.context["search"].total == offers
