"""The list of offers: one press confirms, and waiting proposals are named."""

import pytest
from django.utils import timezone

from tests.factories.training import EditionFactory, OfferFactory
from tests.training.upkeep.pages.conftest import url
from training.models import Offer, OfferRevision
from training.upkeep.deciding import return_revision
from training.upkeep.proposing import propose_change, propose_offer
from training.upkeep.values import edition_key, seal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_offers_costs_the_same_queries(cast, provider, django_assert_num_queries, rows):
    for _number in range(rows):
        EditionFactory(offer=OfferFactory(provider=provider))
    cast["owner"].get(url("offers"))

    with django_assert_num_queries(10):
        response = cast["owner"].get(url("offers"))

    assert len(response.context["rows"]) == rows


def test_one_press_confirms_an_offer(cast, offer):
    response = cast["owner"].post(url("offer-confirm", offer.pk), follow=True)

    assert Offer.objects.get().confirmed_on == timezone.localdate()
    assert "confirmada hoy" in response.content.decode()


def test_draft_has_nothing_to_confirm(cast, offer):
    Offer.objects.update(status="draft")

    assert cast["owner"].post(url("offer-confirm", offer.pk)).status_code == 404


def test_offer_is_withdrawn_by_asking(cast, offer):
    cast["owner"].post(url("offer-withdraw", offer.pk), {"note": "Ya no se da"})

    revision = OfferRevision.objects.get()
    assert (revision.new, revision.note) == ({"status": "archived"}, "Ya no se da")


def test_returned_edition_says_why_and_leads_to_the_form_that_holds_it(cast, offer, owner, manager):
    key = edition_key("new1", "start_date")
    typed = {key: "2099-03-01"}
    revision = propose_change(offer, typed=typed, seen={key: seal("")}, version=None, note="", by=owner)
    return_revision(revision, version=revision.version, reason="Falta el precio.", by=manager)
    form = url("edition-proposed", offer.pk, "new1")

    for page in (url("offer", offer.pk), url("revision", revision.pk)):
        text = cast["owner"].get(page).content.decode()
        assert "Falta el precio." in text
        assert f'href="{form}"' in text
        assert f'href="{form}"' not in cast["viewer"].get(page).content.decode()

    shown = cast["owner"].get(form).content.decode()
    assert 'value="2099-03-01"' in shown
    assert "Falta el precio." in cast["viewer"].get(url("offer", offer.pk)).content.decode()


def test_copied_edition_is_named_by_its_day(cast, offer):
    edition = EditionFactory(offer=offer, start_date="2099-03-01")

    text = cast["owner"].get(url("edition-copy", offer.pk, edition.pk)).content.decode()

    assert "1 de marzo de 2099" in text
    assert "· 2099-03-01" not in text


def test_change_of_an_edition_is_named_by_its_day(cast, offer, owner):
    edition = EditionFactory(offer=offer, start_date="2099-03-01", places=12)
    key = edition_key(edition.pk, "places")
    propose_change(offer, typed={key: 15}, seen={key: seal(12)}, by=owner)

    text = cast["owner"].get(url("offer", offer.pk)).content.decode()

    assert "Convocatoria que empieza el 1 de marzo de 2099" in text


def test_list_says_how_many_more_new_offers_wait(cast, provider, owner):
    for number in range(22):
        propose_offer(provider, typed={"name_es": f"Nueva {number}"}, by=owner, quiet=True)

    response = cast["owner"].get(url("offers"))

    assert len(response.context["new_offers"]) == 20
    assert "Hay 2 más." in response.content.decode()
