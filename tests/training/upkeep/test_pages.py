import json
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.training import EditionFactory, OfferFactory
from training.models import Offer, OfferRevision
from training.upkeep.deciding import return_revision
from training.upkeep.proposing import propose_change, propose_offer
from training.upkeep.values import edition_key, own_values, seal

pytestmark = pytest.mark.django_db
LOOKERS, WRITERS = ("owner", "editor", "viewer"), ("owner", "editor")


def url(name, *args):
    return reverse(f"provider:{name}", args=["academia", *args])


def fields(response) -> dict:
    """Return what the form of a page would post as it stands."""
    form = response.context["form"]
    return {bound.html_name: value for bound in form if (value := bound.value()) not in (None, "")}


def edit(client, address, **changes):
    data = fields(client.get(address)) | changes
    return client.post(address, {key: value for key, value in data.items() if value is not None})


def change(offer, owner, **changes):
    values = {key: value for key, value in own_values(offer).items() if key != "status"}
    seen = {key: seal(value) for key, value in values.items()}
    return propose_change(offer, typed=values | changes, seen=seen, by=owner)


@pytest.fixture
def pages(offer, owner):
    edition = EditionFactory(offer=offer)
    revision = change(offer, owner, name_es="Redes II")
    new = propose_offer(offer.provider, typed={"name_es": "Nubes"}, by=owner)
    return {
        "offers": (url("offers"), LOOKERS),
        "offer": (url("offer", offer.pk), LOOKERS),
        "revision": (url("revision", revision.pk), LOOKERS),
        "offer-new": (url("offer-new"), WRITERS),
        "offer-edit": (url("offer-edit", offer.pk), WRITERS),
        "offer-withdraw": (url("offer-withdraw", offer.pk), WRITERS),
        "edition-new": (url("edition-new", offer.pk), WRITERS),
        "edition-copy": (url("edition-copy", offer.pk, edition.pk), WRITERS),
        "edition-edit": (url("edition-edit", offer.pk, edition.pk), WRITERS),
        "revision-edit": (url("revision-edit", new.pk), WRITERS),
    }


def test_pages_open_to_the_providers_people_only(cast, pages):
    for name, (address, allowed) in pages.items():
        for who, client in cast.items():
            expected = 200 if who in allowed else 302 if who == "anonymous" else 404
            assert client.get(address).status_code == expected, (name, who)


@pytest.mark.parametrize("name", ["offer-confirm", "revision-withdraw"])
def test_presses_are_for_the_providers_people_only(cast, pages, offer, name):
    key = offer.pk if name == "offer-confirm" else OfferRevision.objects.exclude(offer=None).get().pk
    for who, client in cast.items():
        if who not in WRITERS:
            assert client.post(url(name, key)).status_code == (302 if who == "anonymous" else 404), who

    assert Offer.objects.get().confirmed_on is None
    assert not OfferRevision.objects.exclude(state="pending").exists()
    assert cast["owner"].get(url(name, key)).status_code == 405


def test_another_providers_rows_are_not_found(cast, provider):
    stray = OfferFactory()
    edition = EditionFactory(offer=stray)

    for name, *args in (
        ("offer", stray.pk),
        ("offer-edit", stray.pk),
        ("edition-edit", stray.pk, edition.pk),
    ):
        assert cast["owner"].get(url(name, *args)).status_code == 404
    assert cast["owner"].post(url("offer-confirm", stray.pk)).status_code == 404


def test_organisation_that_gives_no_training_has_no_such_pages(cast, provider):
    provider.delete()

    assert cast["owner"].get(url("offers")).status_code == 404


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


def test_edit_makes_a_proposal_and_leaves_the_public_page(cast, offer, client):
    response = edit(cast["editor"], url("offer-edit", offer.pk), name_es="Redes II", learning_hours="30")

    assert response.status_code == 302
    assert OfferRevision.objects.get().new == {"name_es": "Redes II", "learning_hours": 30}
    assert "Redes II" not in client.get(offer.get_absolute_url()).content.decode()
    shown = cast["viewer"].get(url("offer", offer.pk)).content.decode()
    assert "Redes II" in shown
    assert "30" in shown


def test_edit_page_shows_the_proposal_that_waits(cast, offer, owner):
    change(offer, owner, name_es="Redes II")

    form = cast["editor"].get(url("offer-edit", offer.pk)).context["form"]

    assert (form["name_es"].value(), form["version"].value()) == ("Redes II", 1)


def test_edit_takes_markup_off(cast, offer):
    edit(cast["owner"], url("offer-edit", offer.pk), abstract_es="<script>alert(1)</script><b>Redes</b>")

    assert OfferRevision.objects.get().new == {"abstract_es": "Redes"}


def test_wrong_values_are_told_and_nothing_is_lost(cast, offer):
    response = edit(
        cast["owner"],
        url("offer-edit", offer.pk),
        name_es="Redes II",
        price_category="free",
        price="20",
        url="javascript:alert(1)",
    )

    assert response.status_code == 422
    assert "Escriba la dirección completa" in str(response.context["form"].errors["url"])
    assert response.context["form"]["name_es"].value() == "Redes II"
    assert not OfferRevision.objects.exists()


def test_contradiction_is_told(cast, offer):
    response = edit(cast["owner"], url("offer-edit", offer.pk), price_category="free", price="20")

    assert response.status_code == 422
    assert not OfferRevision.objects.exists()


def test_nothing_new_is_told(cast, offer):
    response = edit(cast["owner"], url("offer-edit", offer.pk))

    assert response.status_code == 422
    assert response.context["form"].non_field_errors()


def test_what_changed_meanwhile_is_shown_and_the_next_press_sends(cast, offer):
    address = url("offer-edit", offer.pk)
    data = fields(cast["owner"].get(address)) | {"name_es": "Redes II"}
    Offer.objects.update(name_es="Redes locales")

    refused = cast["owner"].post(address, data)

    assert refused.status_code == 409
    assert "Redes locales" in refused.content.decode()
    assert fields(refused)["name_es"] == "Redes II"
    assert cast["owner"].post(address, fields(refused)).status_code == 302
    assert OfferRevision.objects.get().old == {"name_es": "Redes locales"}


def test_broken_seals_are_no_way_to_overwrite(cast, offer):
    data = fields(cast["owner"].get(url("offer-edit", offer.pk)))

    for seen in ("[]", "{", "", json.dumps({"name_es": 3}), "[" * 50_000):
        response = cast["owner"].post(url("offer-edit", offer.pk), data | {"seen": seen, "name_es": "X"})
        assert response.status_code == 409


def test_new_offer_is_proposed_and_amended(cast, provider):
    response = edit(cast["owner"], url("offer-new"), name_es="Nubes", kind="mooc")

    revision = OfferRevision.objects.get()
    assert response.url == url("revision", revision.pk)
    assert (revision.offer, revision.new["name_es"]) == (None, "Nubes")
    edit(cast["editor"], url("revision-edit", revision.pk), name_es="Nubes altas")
    revision.refresh_from_db()
    assert (revision.new["name_es"], revision.version) == ("Nubes altas", 2)
    assert not Offer.objects.exists()


def test_edition_is_repeated_with_other_dates(cast, offer):
    edition = EditionFactory(offer=offer, municipality="Potes", places=12, start_date="2026-02-01")

    page = cast["owner"].get(url("edition-copy", offer.pk, edition.pk))
    assert page.context["form"]["start_date"].value() is None
    edit(cast["owner"], url("edition-copy", offer.pk, edition.pk), start_date="2027-02-01")

    assert OfferRevision.objects.get().new == {
        "edition:new1:start_date": "2027-02-01",
        "edition:new1:municipality": "Potes",
        "edition:new1:places": 12,
        "edition:new1:event_status": "scheduled",
    }
    again = url("edition-proposed", offer.pk, "new1")
    edit(cast["owner"], again, places="15")
    assert OfferRevision.objects.get().new["edition:new1:places"] == 15
    assert OfferRevision.objects.get().new["edition:new1:municipality"] == "Potes"


def test_edition_cannot_end_before_it_starts(cast, offer):
    response = edit(
        cast["owner"], url("edition-new", offer.pk), start_date="2027-02-01", end_date="2027-01-01"
    )

    assert response.status_code == 422
    assert not OfferRevision.objects.exists()


def test_trusted_providers_dates_are_public_at_once(cast, offer, client):
    type(offer.provider).objects.update(is_trusted=True)

    edit(cast["owner"], url("edition-new", offer.pk), start_date="2099-02-01")

    assert offer.editions.count() == 1
    assert "2099" in client.get(offer.get_absolute_url()).content.decode()


def test_offer_is_withdrawn_by_asking(cast, offer):
    cast["owner"].post(url("offer-withdraw", offer.pk), {"note": "Ya no se da"})

    revision = OfferRevision.objects.get()
    assert (revision.new, revision.note) == ({"status": "archived"}, "Ya no se da")


def test_account_page_leads_to_the_offers(cast, offer):
    shown = {who: url("offers") in cast[who].get(reverse("account:home")).content.decode() for who in cast}

    assert {who for who in shown if shown[who]} == {"owner", "editor", "viewer"}


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


def test_new_number_of_places_is_proposed_with_its_day(cast, offer):
    edition = EditionFactory(offer=offer, places_left=5, places_told_on=date(2026, 1, 7))

    edit(cast["owner"], url("edition-edit", offer.pk, edition.pk), places_left="3")

    (revision,) = OfferRevision.objects.all()
    assert revision.new == {
        edition_key(edition.pk, "places_left"): 3,
        edition_key(edition.pk, "places_told_on"): timezone.localdate().isoformat(),
    }


def test_day_that_is_typed_with_the_number_stands(cast, offer):
    edition = EditionFactory(offer=offer, places_left=5, places_told_on=date(2026, 1, 7))

    address = url("edition-edit", offer.pk, edition.pk)
    edit(cast["owner"], address, places_left="3", places_told_on="2026-02-01")

    (revision,) = OfferRevision.objects.all()
    assert revision.new[edition_key(edition.pk, "places_told_on")] == "2026-02-01"
