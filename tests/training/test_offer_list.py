import pytest
from django.urls import reverse

from tests.factories.skills import DemandFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferProfileFactory, OfferSkillFactory

pytestmark = pytest.mark.django_db
ASKED = "?q=oferta&modalidad=online&modalidad=onsite&precio=free&perfil=x&foo=bar&orden=demanda"
# Where next to nothing is found, the words of the catalogue are read to see what may have been meant.
QUERIES = {"": 11, ASKED: 13}


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

    with django_assert_num_queries(QUERIES[query]):
        response = client.get(reverse("training:offer-list") + query)

    assert response.context["search"].total == offers


def test_offer_list_names_unknown_filters_and_ignores_them(client):
    offer = OfferFactory(course_mode="online")

    response = client.get(reverse("training:offer-list") + "?modalidad=moon&foo=<script>alert(1)</script>")
    page = response.content.decode()

    assert "modalidad=moon" in page
    assert "foo=&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert list(response.context["search"].page) == [offer]


def test_offer_list_is_a_plain_get_form_whose_address_is_its_state(client):
    OfferFactory(course_mode="online")

    page = client.get(
        reverse("training:offer-list") + "?q=oferta&modalidad=online&orden=nombre"
    ).content.decode()

    assert '<form class="catalogue" id="catalogue" method="get"' in page
    assert 'type="submit"' in page
    assert 'name="q" value="oferta"' in page
    assert 'name="modalidad" value="online" checked' in page
    assert '<option value="nombre" selected>' in page


def test_offer_list_asks_robots_to_leave_combined_filters_out(client):
    url = reverse("training:offer-list")

    assert "X-Robots-Tag" not in client.get(url + "?modalidad=online").headers
    assert client.get(url + "?modalidad=online&precio=free")["X-Robots-Tag"] == "noindex, follow"


def test_offer_list_answers_a_repeated_request_without_a_body(client):
    OfferFactory()
    first = client.get(reverse("training:offer-list"))

    again = client.get(reverse("training:offer-list"), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

    OfferFactory()
    changed = client.get(reverse("training:offer-list"), headers={"If-None-Match": first["ETag"]})
    assert changed.context["search"].total == 2


def test_offer_list_gives_htmx_the_canonical_address(client):
    OfferFactory(course_mode="online")
    url = reverse("training:offer-list")

    response = client.get(url + "?q=&modalidad=online&orden=relevancia", headers={"HX-Request": "true"})

    assert response["HX-Push-Url"] == f"{url}?modalidad=online"
    assert client.get(url + "?q=", headers={"HX-Request": "true"})["HX-Push-Url"] == url


def test_offer_list_shows_ways_out_of_an_empty_result(client):
    OfferFactory(course_mode="online")

    page = client.get(reverse("training:offer-list") + "?q=nada&modalidad=online").content.decode()

    assert 'href="?modalidad=online"' in page


def test_offer_list_says_so_when_it_shows_demo_demand(client):
    DemandFactory(profile=OfferProfileFactory().profile, is_demo=True)

    response = client.get(reverse("training:offer-list"))

    assert response.context["shows_demo"] is True
    assert "alert--demo" in response.content.decode()


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "%00%ED%A0%80", "%22%22-(%26|!", "%F0%9F%98%80", "%E2%80%AEabc"]
)
def test_offer_list_takes_any_text(client, text):
    OfferFactory()

    response = client.get(reverse("training:offer-list") + f"?q={text}&pagina={10**9}")

    assert response.status_code == 200
    assert response.context["search"].page.number == 1


def test_offer_list_answers_post_with_not_allowed(client):
    assert client.post(reverse("training:offer-list")).status_code == 405
