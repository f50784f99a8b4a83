import pytest
from django.urls import reverse

from tests.factories.skills import DemandFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferProfileFactory, OfferSkillFactory

pytestmark = pytest.mark.django_db
QUERIES = 7


def compare(client, *slugs: str):
    return client.get(reverse("training:compare"), {"oferta": list(slugs)})


@pytest.mark.parametrize("number", [1, 3])
def test_comparison_makes_a_constant_number_of_queries(client, number, django_assert_num_queries):
    offers = OfferFactory.create_batch(number)
    for offer in offers:
        OfferSkillFactory(offer=offer)
        EditionFactory(offer=offer)
        DemandFactory(profile=OfferProfileFactory(offer=offer).profile)

    with django_assert_num_queries(QUERIES):
        response = compare(client, *(offer.slug for offer in offers))

    assert [sheet.offer for sheet in response.context["compared"].sheets] == offers


def test_comparison_keeps_the_order_asked_and_marks_what_differs(client):
    long = OfferFactory(learning_hours=600, level="basic", in_language="es")
    short = OfferFactory(learning_hours=20, level="basic")

    compared = compare(client, short.slug, long.slug, short.slug).context["compared"]

    assert [sheet.offer for sheet in compared.sheets] == [short, long]
    rows = {row.label: row for row in compared.rows}
    assert rows["Duración"].texts == ("20 horas", "600 horas")
    assert rows["Duración"].differs
    assert not rows["Nivel"].differs
    assert not rows["Idioma"].differs
    assert "Precio" not in rows
    assert "precio" in compared.known_of_none


def test_comparison_shows_confirmed_skills_only(client):
    offer = OfferFactory()
    shown = OfferSkillFactory(offer=offer).skill
    hidden = OfferSkillFactory(offer=offer, confirmed_on=None).skill

    page = compare(client, offer.slug).content.decode()

    assert shown.label in page
    assert hidden.label not in page


def test_fifth_offer_is_left_out_by_name(client):
    offers = OfferFactory.create_batch(5)

    response = compare(client, *(offer.slug for offer in offers))

    assert len(response.context["compared"].sheets) == 4
    assert response.context["compared"].left_out == (offers[4].name,)
    assert offers[4].name in response.content.decode()


def test_draft_and_nonsense_are_named_as_unknown_and_never_shown(client):
    draft = OfferFactory(status="draft", name_es="Curso escondido")

    response = compare(client, draft.slug, "<b>", *(f"no-{number}" for number in range(100)))
    page = response.content.decode()

    assert "Curso escondido" not in page
    assert "&lt;b&gt;" in page
    assert len(response.context["compared"].unknown) == 20


def test_comparison_of_nothing_leads_to_the_catalogue(client):
    page = compare(client).content.decode()

    assert f'href="{reverse("training:offer-list")}"' in page


def test_each_offer_can_be_taken_out(client):
    first, second = OfferFactory.create_batch(2)

    columns = compare(client, first.slug, second.slug).context["compared"].columns

    assert [query for _sheet, query in columns] == [f"?oferta={second.slug}", f"?oferta={first.slug}"]


def test_cards_of_the_list_can_be_marked(client):
    offer = OfferFactory()

    page = client.get(reverse("training:offer-list")).content.decode()

    assert f'name="oferta" value="{offer.slug}" form="compare"' in page
    assert f'action="{reverse("training:compare")}"' in page


def test_comparison_reads_over_what_is_no_offer(client):
    offer = OfferFactory()

    response = compare(client, "re\0des", offer.slug, "x" * 3_000)

    assert [sheet.offer for sheet in response.context["compared"].sheets] == [offer]
