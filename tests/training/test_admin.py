import pytest
from django.urls import reverse

from tests.factories.training import (
    EditionFactory,
    OfferFactory,
    OfferProfileFactory,
    OfferSkillFactory,
    ProviderFactory,
)
from training.models import Offer

pytestmark = pytest.mark.django_db
OFFERS = "admin:training_offer_changelist"


def full_offer(**fields):
    offer = OfferFactory(course_mode="online", price_category="free", **fields)
    OfferSkillFactory(offer=offer)
    OfferSkillFactory(offer=offer, confirmed_on=None)
    OfferProfileFactory(offer=offer)
    EditionFactory(offer=offer)
    return offer


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("offer", 7), ("provider", 6)])
def test_training_lists_cost_the_same_queries(manager_client, django_assert_num_queries, rows, name, queries):
    for _number in range(rows):
        full_offer()

    with django_assert_num_queries(queries):
        response = manager_client.get(reverse(f"admin:training_{name}_changelist"))

    assert len(response.context["cl"].result_list) == rows


def test_offer_form_opens_with_its_links_and_editions(manager_client):
    offer = full_offer()

    response = manager_client.get(reverse("admin:training_offer_change", args=[offer.pk]))

    forms = [len(inline.formset.initial_forms) for inline in response.context["inline_admin_formsets"]]
    assert forms == [1, 2, 1, 0]


def test_offer_list_counts_confirmed_skills(manager_client):
    full_offer()

    (row,) = manager_client.get(reverse(OFFERS)).context["cl"].result_list

    assert (row.confirmed_count, row.skill_count) == (1, 2)


def test_offer_list_finds_without_accents(manager_client):
    OfferFactory(name_es="Programación web", name_en="Web programming")
    OfferFactory(name_es="Redes")

    found = {}
    for text in ("programacion", "web prog"):
        rows = manager_client.get(reverse(OFFERS), {"q": text}).context["cl"].result_list
        found[text] = [row.name_es for row in rows]

    assert found == {"programacion": ["Programación web"], "web prog": ["Programación web"]}


def act(client, action, *offers):
    data = {"action": action, "_selected_action": [offer.pk for offer in offers], "confirmed": "yes"}
    return client.post(reverse(OFFERS), data, follow=True)


def told(response) -> list[str]:
    return [message.level_tag for message in response.context["messages"]]


def test_manager_publishes_and_takes_back_several_offers(manager_client):
    offers = [OfferFactory(status="draft") for _number in range(2)]

    published = act(manager_client, "publish", *offers)
    assert told(published) == ["success"]
    assert Offer.objects.published().count() == 2

    act(manager_client, "unpublish", offers[0])
    assert list(Offer.objects.published()) == [offers[1]]


def test_manager_is_told_why_an_offer_cannot_be_published(manager_client):
    response = act(
        manager_client, "publish", OfferFactory(status="draft", name_es="Sin fuente", source_note="")
    )

    assert response.context["form"].non_field_errors()
    assert "Sin fuente" in response.content.decode()
    assert not Offer.objects.published().exists()


def test_manager_notes_that_sources_were_checked(manager_client):
    act(manager_client, "check_today", OfferFactory())

    assert Offer.objects.get().source_checked_on is not None


def test_manager_adds_an_offer_in_two_languages(manager_client):
    provider = ProviderFactory()
    data = {
        "name_es": "Redes",
        "name_en": "Networks",
        "slug": "redes",
        "provider": provider.pk,
        "status": "draft",
        "kind": "course",
        "audience": ["student", "anyone"],
    }
    for prefix in ("editions", "offer_skills", "offer_profiles"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}

    response = manager_client.post(reverse("admin:training_offer_add"), data)

    assert response.status_code == 302
    offer = Offer.objects.get()
    assert (offer.name_es, offer.name_en, offer.audience) == ("Redes", "Networks", ["student", "anyone"])
