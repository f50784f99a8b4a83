"""The map for search engines: only what a stranger may read, under the site's own address."""

from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories.training import OfferFactory

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read_map(client):
    return ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own


def test_sitemap_has_published_offers_in_both_languages_and_no_draft(client):
    shown = OfferFactory()
    hidden = OfferFactory(status="draft")

    root = read_map(client)
    addresses = [element.text for element in root.findall("s:url/s:loc", NAMES)]

    assert settings.SITE_URL + shown.get_absolute_url() in addresses
    assert not any(hidden.slug in address for address in addresses)
    assert all(address.startswith(settings.SITE_URL + "/") for address in addresses)
    assert sum(shown.slug in address for address in addresses) == len(settings.LANGUAGES)
    assert {"es", "en"} <= {link.get("hreflang") for link in root.findall("s:url/x:link", NAMES)}


def test_every_address_of_the_sitemap_opens(client):
    OfferFactory()

    for element in read_map(client).findall("s:url/s:loc", NAMES):
        path = element.text.removeprefix(settings.SITE_URL)
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("offers", [1, 3])
def test_sitemap_makes_a_constant_number_of_queries(client, offers, django_assert_max_num_queries):
    OfferFactory.create_batch(offers)

    with django_assert_max_num_queries(14):
        client.get("/sitemap.xml")


def test_robots_are_sent_to_the_map_and_away_from_the_surveys(client):
    text = client.get("/robots.txt").content.decode()

    assert f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}" in text
    assert "Disallow: /encuesta/" in text
