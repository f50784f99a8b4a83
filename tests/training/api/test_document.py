"""The OpenAPI document and the page that explains it: true to the answers, in both languages."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override
from openapi_spec_validator import OpenAPIV31SpecValidator

from tera.api.document import Explained, make_document
from tests.factories.training import OfferFactory
from training.api import schemas
from training.facets import facets_on
from training.search import OfferSearch

PATHS = ["/offers", "/offers/{code}", "/providers", "/profiles", "/skills"]


@pytest.fixture(params=["es", "en"])
def document(request) -> dict:
    with override(request.param):
        return make_document()


def test_document_is_valid_openapi(document):
    OpenAPIV31SpecValidator(document).validate()

    prefix = "/en/api/v1" if "/en/api/v1/offers" in document["paths"] else "/api/v1"
    assert list(document["paths"]) == [prefix + path for path in PATHS]


@pytest.mark.parametrize("language", ["es", "en"])
def test_everything_is_said_in_the_language_of_the_address(language):
    with override(language):
        offers = next(iter(make_document()["paths"].values()))["get"]

    mode = next(row for row in offers["parameters"] if row["name"] == "modalidad")
    assert (offers["summary"], mode["description"], mode["x-labels"]["onsite"]) == {
        "es": ("Ofertas", "Modalidad", "Presencial"),
        "en": ("Offers", "Mode", "On site"),
    }[language]


def test_every_filter_of_the_page_is_a_parameter(document):
    offers = next(iter(document["paths"].values()))["get"]
    names = [row["name"] for row in offers["parameters"]]

    known = {facet.key for facet in facets_on(date.min)} | set(OfferSearch.single)
    assert set(names) == known | {"q", "orden", "pagina"}
    assert len(names) == len(set(names))


MODELS = [schemas.OfferPage, schemas.Offer, schemas.Providers, schemas.Profiles, schemas.Skills]


def test_every_example_is_a_whole_answer(document):
    operations = Explained(document).operations

    for operation, model in zip(operations, MODELS, strict=True):
        example = operation.answer["example"]
        # Nothing is missing, nothing is there that the schema does not have.
        assert model.model_validate(example).model_dump(mode="json") == example


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["es", "en"])
def test_page_explains_every_address_with_an_example(client, language):
    with override(language):
        url, catalogue = reverse("api:docs"), reverse("training:offer-list")

    page = client.get(url)
    content = page.content.decode()

    prefix = "" if language == "es" else "/en"
    assert url == f"{prefix}/api/docs"
    for path in PATHS:
        assert f"GET {prefix}/api/v1{path}" in content
    assert content.count("curl ") == len(PATHS)
    assert "?q=python&amp;modalidad=online" in content
    assert "curso-imaginario-de-python" in content
    assert "<script>" not in content
    OfferFactory()
    assert f'href="{url}"' in client.get(catalogue).content.decode()


@pytest.mark.django_db
def test_document_and_page_take_no_query_and_are_compared(client, django_assert_num_queries):
    for name in ("docs", "document"):
        url = reverse(f"api:{name}")
        with django_assert_num_queries(0):
            first = client.get(url)
            again = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304)
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first.json()["openapi"].startswith("3.1")
