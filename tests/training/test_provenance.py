from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.factories.training import EditionFactory, FieldOriginFactory, OfferFactory
from training.enums import ValueOrigin
from training.models import FieldOrigin, Offer
from training.provenance import apply_incoming, clean_value, note_origins, plain_text, receive

pytestmark = pytest.mark.django_db


def origins(offer):
    return {(row.edition_id, row.field): (row.origin, row.locked) for row in offer.origins.all()}


def test_apply_incoming_sets_what_is_free_and_saves_nothing():
    offer = OfferFactory(name_es="Redes", learning_hours=20)

    incoming = apply_incoming(offer, {"name_es": "Redes", "learning_hours": 30}, ValueOrigin.HARVEST)

    assert incoming.changed == {"learning_hours": (20, 30)}
    assert offer.learning_hours == 30
    assert Offer.objects.get().learning_hours == 20


@pytest.mark.parametrize("origin", ["import", "harvest", "baseline"])
def test_apply_incoming_leaves_what_a_person_wrote(origin):
    offer = OfferFactory(name_es="Redes")
    note_origins(offer, ["name_es"], ValueOrigin.PANEL)

    incoming = apply_incoming(offer, {"name_es": "Networks", "municipality": "Laredo"}, ValueOrigin(origin))

    assert incoming.held == {"name_es": ("Redes", "Networks")}
    assert incoming.changed == {"municipality": ("", "Laredo")}
    assert offer.name_es == "Redes"


@pytest.mark.parametrize("origin", ["panel", "provider"])
def test_apply_incoming_lets_people_write_over_each_other(origin):
    offer = OfferFactory(name_es="Redes")
    note_origins(offer, ["name_es"], ValueOrigin.PANEL)

    incoming = apply_incoming(offer, {"name_es": "Redes locales"}, ValueOrigin(origin))

    assert incoming.changed == {"name_es": ("Redes", "Redes locales")}


def test_apply_incoming_takes_a_released_field():
    offer = OfferFactory(name_es="Redes")
    note_origins(offer, ["name_es"], ValueOrigin.PROVIDER)

    assert FieldOrigin.objects.filter(offer=offer).release() == 1

    assert apply_incoming(offer, {"name_es": "Nuevo"}, ValueOrigin.HARVEST).changed == {
        "name_es": ("Redes", "Nuevo")
    }


@pytest.mark.parametrize("empty", [None, "", [], "   "])
def test_empty_harvested_value_erases_nothing(empty):
    offer = OfferFactory(abstract_es="Un resumen", audience=["student"], learning_hours=4)
    values = {"abstract_es": empty}

    assert apply_incoming(offer, values, ValueOrigin.HARVEST).changed == {}
    assert offer.abstract_es == "Un resumen"


@pytest.mark.parametrize(("name", "empty"), [("abstract_es", ""), ("learning_hours", None), ("audience", [])])
def test_person_may_empty_a_field(name, empty):
    offer = OfferFactory(abstract_es="Un resumen", audience=["student"], learning_hours=4)

    receive(offer, {name: empty}, ValueOrigin.PROVIDER)

    assert getattr(Offer.objects.get(), name) in (empty, None)


def test_apply_incoming_refuses_what_is_no_value_and_keeps_the_rest():
    offer = OfferFactory()
    values = {"learning_hours": "many", "kind": "holiday", "url": "javascript:alert(1)", "price": "12.50"}

    incoming = apply_incoming(offer, values, ValueOrigin.HARVEST)

    assert set(incoming.refused) == {"learning_hours", "kind", "url"}
    assert incoming.changed == {"price": (None, Decimal("12.50"))}


def test_apply_incoming_knows_no_other_fields():
    with pytest.raises(KeyError):
        apply_incoming(OfferFactory(), {"status": "published"}, ValueOrigin.HARVEST)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Hola <b>mundo</b></p>", "Hola mundo"),
        ("<script>alert(1)</script>Redes", "Redes"),
        ("I+D & más", "I+D & más"),
        ("C &amp; C++", "C & C++"),
        ("3 < 4", "3 < 4"),
        ("a\r\nb", "a\nb"),
    ],
)
def test_plain_text_keeps_the_words(markup, text):
    assert plain_text(markup) == text


def test_clean_value_reads_dates_of_an_edition():
    assert clean_value(EditionFactory(), "start_date", "2027-01-31") == date(2027, 1, 31)


def test_receive_saves_and_notes_where_values_came_from():
    offer = OfferFactory(name_es="Redes")
    at = datetime(2026, 11, 25, 9, tzinfo=UTC)

    receive(offer, {"name_es": "Redes II"}, ValueOrigin.IMPORT, detail="ofertas.xlsx", at=at)

    offer = Offer.objects.get()
    (row,) = offer.origins.all()
    assert (offer.name_es, offer.name) == ("Redes II", "Redes II")
    assert (row.field, row.origin, row.detail, row.at, row.locked) == (
        "name_es",
        "import",
        "ofertas.xlsx",
        at,
        False,
    )


def test_receive_reads_the_row_as_it_is_now():
    offer = OfferFactory(name_es="Redes")
    stale = Offer.objects.get()
    note_origins(offer, ["name_es"], ValueOrigin.PANEL)
    Offer.objects.update(learning_hours=7)

    receive(stale, {"name_es": "Otra", "learning_hours": 8}, ValueOrigin.HARVEST)

    assert Offer.objects.values_list("name_es", "learning_hours").get() == ("Redes", 8)


def test_receive_changes_nothing_when_the_values_contradict_each_other():
    offer = OfferFactory(price_category="free")

    with pytest.raises(ValidationError):
        receive(offer, {"price": "20", "municipality": "Potes"}, ValueOrigin.HARVEST)

    assert Offer.objects.values_list("price", "municipality").get() == (None, "")
    assert not FieldOrigin.objects.exists()


def test_editions_have_origins_of_their_own():
    edition = EditionFactory(name_es="Otoño")

    receive(edition, {"name_es": "Invierno", "places": 12}, ValueOrigin.PROVIDER)

    assert origins(edition.offer) == {
        (edition.pk, "name_es"): ("provider", True),
        (edition.pk, "places"): ("provider", True),
    }
    held = receive(edition, {"name_es": "Otoño"}, ValueOrigin.HARVEST).held
    assert held == {"name_es": ("Invierno", "Otoño")}
    assert apply_incoming(edition.offer, {"name_es": "x"}, ValueOrigin.HARVEST).held == {}


def change_page(offer):
    return reverse("admin:training_offer_change", args=[offer.pk])


def posted(client, offer, **changes):
    """Post the offer's page of the panel as a browser would, with some fields changed."""
    page = client.get(change_page(offer))
    data = {}
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = value
    data |= changes
    return client.post(change_page(offer), {key: value for key, value in data.items() if value is not None})


def test_what_a_manager_writes_is_locked(manager_client, manager):
    offer = OfferFactory(municipality="Laredo")
    edition = EditionFactory(offer=offer)

    response = posted(manager_client, offer, municipality="Potes", **{"editions-0-places": "15"})

    assert response.status_code == 302
    assert origins(offer) == {
        (None, "municipality"): ("panel", True),
        (edition.pk, "places"): ("panel", True),
    }
    assert set(offer.origins.values_list("by", flat=True)) == {manager.pk}


def test_manager_releases_one_field_on_the_page(manager_client):
    offer = OfferFactory()
    FieldOriginFactory(offer=offer, locked=True)

    response = posted(manager_client, offer, **{"origins-0-locked": None})

    assert response.status_code == 302
    assert origins(offer) == {(None, "name_es"): ("panel", False)}


def test_manager_releases_all_fields_of_an_offer(manager_client):
    offer, other = OfferFactory(), OfferFactory()
    for each in (offer, other):
        FieldOriginFactory(offer=each, locked=True)

    data = {"action": "release", "_selected_action": [offer.pk]}
    manager_client.post(reverse("admin:training_offer_changelist"), data)

    assert (origins(offer), origins(other)) == (
        {(None, "name_es"): ("panel", False)},
        {(None, "name_es"): ("panel", True)},
    )
