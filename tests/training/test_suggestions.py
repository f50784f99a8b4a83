import pytest
from django.urls import reverse

from tests.factories.members import OrganisationFactory
from tests.factories.skills import ProfileFactory, SkillFactory
from tests.factories.training import OfferFactory, OfferSkillFactory, ProviderFactory

pytestmark = pytest.mark.django_db


def suggested(client, text) -> list[str]:
    return client.get(reverse("training:suggestions"), {"q": text}).json()["suggestions"]


@pytest.fixture
def catalogue():
    ProfileFactory(label_es="Analista de ciberseguridad")
    OfferSkillFactory(
        skill=SkillFactory(label_es="Ciberseguridad"),
        offer__name_es="Curso de Programación segura",
        offer__provider=ProviderFactory(organisation=OrganisationFactory(trade_name="Ciber Faro")),
    )
    SkillFactory(label_es="Ciberderecho")
    OfferFactory(name_es="Ciberborrador", status="draft")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ciber", ["Analista de ciberseguridad", "Ciberseguridad", "Ciber Faro"]),
        ("CIBERSEG", ["Analista de ciberseguridad", "Ciberseguridad"]),
        ("programacion", ["Curso de Programación segura"]),
        ("prog", ["Curso de Programación segura"]),
        ("seguridad", []),
        ("c", []),
        ("", []),
        ("x" * 61, []),
        (".*", []),
        ("(", []),
        ("¿ciber", []),
        ("（（", []),
        ("×+", []),
        ("Ｃiber", ["Analista de ciberseguridad", "Ciberseguridad", "Ciber Faro"]),
        ("\\m", []),
        ("%%", []),
    ],
)
def test_names_are_found_by_the_beginning_of_any_word(client, catalogue, typed, expected):
    assert suggested(client, typed) == expected


def test_zero_byte_is_no_error(client):
    assert client.get(reverse("training:suggestions") + "?q=a%00b").status_code in (200, 400)


@pytest.mark.parametrize("number", [1, 3])
def test_suggestions_make_a_constant_number_of_queries(client, number, django_assert_num_queries):
    OfferFactory.create_batch(number)

    with django_assert_num_queries(4):
        suggested(client, "oferta")


def test_search_box_has_its_list(client):
    page = client.get(reverse("training:offer-list")).content.decode()

    assert f'data-suggestions="{reverse("training:suggestions")}"' in page
    assert '<datalist id="catalogue-suggestions">' in page
