"""An edit makes a proposal; mistakes and what changed meanwhile are told, and nothing is lost."""

import json

import pytest

from tests.training.upkeep.pages.conftest import change, edit, fields, url
from training.models import Offer, OfferRevision

pytestmark = pytest.mark.django_db


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
