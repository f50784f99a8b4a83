import pytest
from django.test import Client
from django.urls import reverse

from members.enums import PanelRole
from members.roles import give_role
from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.training import EditionFactory, OfferFactory
from tests.training.upkeep.pages.conftest import change
from training.models import Edition, Offer, OfferRevision
from training.upkeep.proposing import propose_change, propose_offer
from training.upkeep.values import edition_key, run_values, seal

pytestmark = pytest.mark.django_db
QUEUE = "admin:training_offerrevision_changelist"


def page(revision):
    return reverse("admin:training_offerrevision_change", args=[revision.pk])


def posted(response, name="form") -> dict:
    return {b.html_name: v for b in response.context[name] if (v := b.value()) not in (None, "")}


def publish(client, revision, **changes):
    data = posted(client.get(page(revision))) | {"approve": "1"} | changes
    return client.post(page(revision), data)


def test_queue_lists_what_waits(manager_client, offer, owner):
    change(offer, owner, name_es="Redes II")
    propose_offer(offer.provider, typed={"name_es": "Nubes"}, by=owner)

    response = manager_client.get(reverse(QUEUE), {"state__exact": "pending"})

    assert len(response.context["cl"].result_list) == 2
    assert "Nubes" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_costs_the_same_queries(manager_client, owner, provider, django_assert_num_queries, rows):
    for _number in range(rows):
        change(OfferFactory(provider=provider), owner, name_es="Otra")

    with django_assert_num_queries(7):
        manager_client.get(reverse(QUEUE))


def test_manager_sees_both_values_and_publishes(manager_client, offer, owner, client):
    revision = change(offer, owner, name_es="Redes II", name_en="Networks II")

    shown = manager_client.get(page(revision)).content.decode()
    assert "Redes" in shown
    assert 'value="Redes II"' in shown
    assert 'value="Networks II"' in shown
    response = publish(manager_client, revision)

    assert response.status_code == 302
    offer.refresh_from_db()
    assert (offer.name_es, offer.name_en) == ("Redes II", "Networks II")
    assert "Redes II" in client.get(offer.get_absolute_url()).content.decode()


def test_manager_words_a_field_otherwise_and_leaves_another(manager_client, offer, owner):
    revision = change(offer, owner, name_es="REDES!!", municipality="Potes")

    publish(manager_client, revision, **{"value-name_es": "Redes II", "take-municipality": "leave"})

    assert Offer.objects.values_list("name_es", "municipality").get() == ("Redes II", "Laredo")
    assert OfferRevision.objects.get().written == {"name_es": "Redes II"}


def test_conflict_asks_which_value_stands(manager_client, offer, owner):
    revision = change(offer, owner, name_es="Redes II", municipality="Potes")
    Offer.objects.update(name_es="Redes locales")

    shown = manager_client.get(page(revision))
    assert shown.context["conflicts"] == 1
    assert "Redes locales" in shown.content.decode()
    refused = publish(manager_client, revision)
    assert refused.status_code == 422
    assert Offer.objects.get().municipality == "Laredo"

    publish(manager_client, revision, **{"take-name_es": "leave"})
    assert Offer.objects.values_list("name_es", "municipality").get() == ("Redes locales", "Potes")


def test_wrong_wording_is_told(manager_client, offer, owner):
    revision = change(offer, owner, learning_hours=30)

    response = publish(manager_client, revision, **{"value-learning_hours": "many"})

    assert response.status_code == 422
    assert OfferRevision.objects.get().state == "pending"


def test_contradiction_is_told(manager_client, offer, owner):
    revision = change(offer, owner, price="20")
    Offer.objects.update(price_category="free")

    response = publish(manager_client, revision)

    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    assert (Offer.objects.get().price, OfferRevision.objects.get().state) == (None, "pending")


def test_sending_back_needs_a_reason(manager_client, offer, owner):
    revision = change(offer, owner, name_es="Redes II")
    data = posted(manager_client.get(page(revision)), "back") | {"return": "1"}

    assert manager_client.post(page(revision), data).status_code == 422
    assert manager_client.post(page(revision), data | {"reason": "¿Seguro?"}).status_code == 302

    revision.refresh_from_db()
    assert (revision.state, revision.reason) == ("returned", "¿Seguro?")
    assert "¿Seguro?" in manager_client.get(page(revision)).content.decode()


def test_second_manager_is_told(manager_client, offer, owner):
    revision = change(offer, owner, name_es="Redes II")
    data = posted(manager_client.get(page(revision))) | {"approve": "1"}
    other = sign_in(Client(), UserFactory(name="Bea", is_staff=True, is_superuser=True))
    publish(other, revision)

    response = manager_client.post(page(revision), data, follow=True)

    assert "Bea" in " ".join(str(message) for message in response.context["messages"])


def test_new_offer_is_published_from_the_queue(manager_client, provider, owner, client):
    revision = propose_offer(provider, typed={"name_es": "Nubes", "kind": "course"}, by=owner)

    publish(manager_client, revision, **{"value-name_es": "Nubes altas"})

    offer = Offer.objects.get()
    assert (offer.name_es, offer.status, offer.slug) == ("Nubes altas", "published", "nubes-altas")
    assert client.get(offer.get_absolute_url()).status_code == 200


def test_edition_that_was_deleted_meanwhile_can_only_be_left(manager_client, offer, owner):
    edition = EditionFactory(offer=offer, places=10)
    values = run_values(edition)
    key = edition_key(edition.pk, "places")
    seen = {name: seal(value) for name, value in values.items()}
    revision = propose_change(offer, typed=values | {key: 12}, seen=seen, by=owner)
    Edition.objects.all().delete()

    assert publish(manager_client, revision).status_code == 302

    assert OfferRevision.objects.get().written == {}


@pytest.mark.parametrize(("role", "shown"), [(PanelRole.AUDITOR, 403), (PanelRole.EDITOR, 302)])
def test_auditor_reads_and_decides_nothing(offer, owner, role, shown):
    revision = change(offer, owner, name_es="Redes II")
    user = UserFactory()
    give_role(user, role)
    client = sign_in(Client(), user)
    assert client.get(page(revision)).status_code == 200
    data = {"version": 1, "seen": "{}", "take-name_es": "take", "value-name_es": "Redes II", "approve": "1"}

    assert client.post(page(revision), data).status_code == shown

    assert (Offer.objects.get().name_es == "Redes II") is (shown == 302)


def test_seals_nested_without_end_approve_nothing_and_end_in_no_error(manager_client, offer, owner):
    revision = change(offer, owner, name_es="Redes II")
    data = {"version": 1, "take-name_es": "take", "value-name_es": "Redes III", "approve": "1"}

    response = manager_client.post(page(revision), data | {"seen": "[" * 50_000})

    assert response.status_code in (302, 409, 422)


def test_overview_names_what_waits(manager_client, offer, owner):
    change(offer, owner, name_es="Redes II")

    response = manager_client.get(reverse("admin:index"))

    assert f"{reverse(QUEUE)}?state__exact=pending" in response.content.decode()
