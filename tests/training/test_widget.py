"""A list of the catalogue in a frame on other people's pages; nothing else of the site can be framed."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.skills import DemandFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferProfileFactory

pytestmark = pytest.mark.django_db


def frame(client, query: str = ""):
    return client.get(reverse("training:widget") + query)


def test_frame_shows_the_list_and_opens_the_catalogue_in_a_new_tab(client):
    offer = OfferFactory(name_es="Redes <b>", course_mode="online", price_category="free")
    OfferFactory(name_es="Otra", course_mode="onsite")

    html = frame(client, "?modalidad=online").content.decode()

    assert "Redes &lt;b&gt;" in html
    assert "Otra" not in html
    assert f'href="{settings.SITE_URL}{offer.get_absolute_url()}" target="_blank" rel="noopener"' in html
    assert f"{settings.SITE_URL}{reverse('training:offer-list')}?modalidad=online" in html
    assert "<script" not in html


def test_any_site_may_frame_it_and_it_sets_no_cookie(client):
    response = frame(client)

    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "public" in response["Cache-Control"]
    sign_in(client, UserFactory())
    assert not frame(client).cookies
    assert frame(client).content == response.content


def test_frame_that_is_not_modified_may_still_be_framed(client):
    first = frame(client)

    again = client.get(reverse("training:widget"), headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert "frame-ancestors *" in again["Content-Security-Policy"]
    assert "X-Frame-Options" not in again


@pytest.mark.parametrize("name", ["offer-list", "widget-builder", "saved", "follow", "profile-list"])
def test_no_other_page_may_be_framed(client, name):
    response = client.get(reverse(f"training:{name}"))

    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


def test_language_is_what_the_address_says(client):
    OfferFactory(name_es="Redes", name_en="Networks")

    english = frame(client, "?lang=en")
    assert "Networks" in english.content.decode()
    assert '<html lang="en">' in english.content.decode()
    assert "/en/training/" in english.content.decode()
    assert "Redes" in frame(client, "?lang=xx").content.decode()


@pytest.mark.parametrize(("asked", "shown"), [("3", 3), ("", 5), ("x", 5), ("999999", 5), ("-1", 5)])
def test_number_is_one_of_those_offered(client, asked, shown):
    for number in range(7):
        OfferFactory(name_es=f"Oferta {number}")

    html = frame(client, f"?max={asked}").content.decode()

    assert html.count('class="widget__offer"') == shown
    assert "7 ofertas" in html


def test_list_that_finds_nothing_says_so(client):
    assert "Ninguna oferta" in frame(client, "?q=nada").content.decode()


@pytest.mark.parametrize("offers", [1, 3])
def test_frame_makes_a_constant_number_of_queries(client, offers, django_assert_num_queries):
    for _number in range(offers):
        offer = OfferFactory(course_mode="online")
        EditionFactory(offer=offer)
        DemandFactory(profile=OfferProfileFactory(offer=offer).profile)

    with django_assert_num_queries(10):
        frame(client, "?modalidad=online")


def test_builder_writes_the_code_of_the_list(client):
    OfferFactory(course_mode="online")

    page = client.get(reverse("training:widget-builder") + "?q=a%22b&modalidad=online&max=10&lang=en")
    html = page.content.decode()

    code = html[html.index("&lt;iframe") : html.index("&lt;/iframe")]
    assert (
        f"{settings.SITE_URL}/en/training/widget/?q=a%22b&amp;modalidad=online&amp;lang=en&amp;max=10" in code
    )
    assert '<input type="hidden" name="modalidad" value="online">' in html
    assert "frame-src 'self'" in page["Content-Security-Policy"]


def test_list_page_leads_to_the_builder(client):
    OfferFactory(course_mode="online")

    html = client.get(reverse("training:offer-list") + "?modalidad=online").content.decode()

    assert reverse("training:widget-builder") + "?modalidad=online" in html
