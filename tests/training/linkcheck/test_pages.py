import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.training import EditionFactory, HarvestItemFactory, LinkCheckFactory, OfferFactory
from tests.sites import LocalSite
from training.models import LinkCheck, Offer, Provider

pytestmark = pytest.mark.django_db
LIST = "admin:training_linkcheck_changelist"
URL = "https://centro.example/redes"


def broken(**about):
    values = {"url": URL, "failures": 3, "failed_on": "2027-05-03", "checked_at": "2027-05-03T02:30:00Z"}
    return LinkCheckFactory(**values | {"trouble": "status", "detail": "404"} | about)


def test_offer_says_on_which_day_its_link_did_not_answer_and_keeps_it(client):
    offer = OfferFactory(url=URL)
    broken()

    text = client.get(offer.get_absolute_url()).content.decode()

    assert "Este enlace no respondió el 3 de mayo de 2027." in text
    assert f'href="{URL}"' in text


def test_link_that_failed_twice_is_not_spoken_of(client):
    offer = OfferFactory(url=URL)
    broken(failures=2)

    assert "no respondió" not in client.get(offer.get_absolute_url()).content.decode()


def test_offer_says_when_it_was_read_on_the_providers_site(client):
    offer = OfferFactory(source_url=URL, source_note="")
    item = HarvestItemFactory(offer=offer, last_seen_at="2027-05-03T02:30:00Z")

    text = client.get(offer.get_absolute_url()).content.decode()
    assert "Leída en el propio sitio del proveedor el 3 de mayo de 2027." in text
    assert "Fuente por confirmar" not in text

    item.missing_since = "2027-05-04T02:30:00Z"
    item.save()
    text = client.get(offer.get_absolute_url()).content.decode()
    assert "El sitio del proveedor la mostró por última vez el 3 de mayo de 2027." in text


def test_panel_lists_broken_links_with_their_offers(manager_client):
    offer = OfferFactory(url=URL, name_es="Redes locales")
    broken()
    LinkCheckFactory(url="https://bien.example/", checked_at="2027-05-03T02:30:00Z")

    text = manager_client.get(reverse(LIST), {"answer": "broken"}).content.decode()

    assert "Redes locales" in text
    assert reverse("admin:training_offer_change", args=[offer.pk]) in text
    assert "(404)" in text
    assert "bien.example" not in text


def test_manager_has_links_checked_again(manager_client, settings):
    settings.OUTGOING_PRIVATE_ADDRESSES = ["127.0.0.1"]
    site = LocalSite()
    site.page("/redes", "hola")
    link = broken(url=f"{site.url}/redes")

    manager_client.post(reverse(LIST), {"action": "check_again", "_selected_action": link.pk})

    site.close()
    assert LinkCheck.objects.get().failures == 0


def test_list_asks_as_much_for_three_as_for_one(manager_client, django_assert_num_queries):
    broken()
    OfferFactory(url=URL)
    manager_client.get(reverse(LIST))
    with CaptureQueriesContext(connection) as one:
        manager_client.get(reverse(LIST))
    for number in range(2):
        OfferFactory(url=f"{URL}/{number}")
        broken(url=f"{URL}/{number}")

    with django_assert_num_queries(len(one)):
        manager_client.get(reverse(LIST))


def test_overview_counts_broken_links(manager_client):
    broken()

    assert "1 enlace no responde" in manager_client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("where", ["url", "source_url", "enrol_url", "contact_url"])
def test_list_of_offers_is_filtered_by_broken_links_wherever_they_are(manager_client, where):
    offer, other = OfferFactory(), OfferFactory()
    if where == "enrol_url":
        EditionFactory(offer=offer, enrol_url=URL)
    elif where == "contact_url":
        Provider.objects.filter(pk=offer.provider_id).update(contact_url=URL)
    else:
        Offer.objects.filter(pk=offer.pk).update(**{where: URL})
    Offer.objects.filter(pk=other.pk).update(url="https://centro.example/well")
    broken()
    LinkCheckFactory(url="https://centro.example/well", failures=2)

    response = manager_client.get(reverse("admin:training_offer_changelist"), {"links": "broken"})

    assert [each.pk for each in response.context["cl"].result_list] == [offer.pk]
