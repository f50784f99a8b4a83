import json
import re

import pytest
from django.urls import reverse
from django.utils import translation

from tests.factories.skills import DemandFactory, ProfileFactory, SkillFactory
from tests.factories.training import (
    EditionFactory,
    OfferFactory,
    OfferProfileFactory,
    OfferSkillFactory,
    ProviderFactory,
)

pytestmark = pytest.mark.django_db


def show(client, offer):
    return client.get(reverse("training:offer-detail", args=[offer.slug]))


@pytest.mark.parametrize("links", [1, 3])
def test_offer_detail_makes_a_constant_number_of_queries(client, links, django_assert_num_queries):
    offer = OfferFactory()
    for _number in range(links):
        EditionFactory(offer=offer)
        OfferSkillFactory(offer=offer)
        DemandFactory(profile=OfferProfileFactory(offer=offer).profile)

    with django_assert_num_queries(9):
        response = show(client, offer)

    assert len(response.context["sheet"].profiles) == links


def test_offer_detail_says_how_many_companies_ask_for_what_it_serves(client):
    offer = OfferFactory()
    profile = ProfileFactory(label_es="Programador/a con IA")
    OfferProfileFactory(offer=offer, profile=profile)
    DemandFactory(profile=profile, companies=18, answers=29, population=34)
    skill = SkillFactory(label_es="Python")
    OfferSkillFactory(offer=offer, skill=skill, confirmed_on=None)
    DemandFactory(profile=None, skill=skill, companies=20)

    response = show(client, offer)
    sheet = response.context["sheet"]

    assert [(link.label, link.demand.companies) for link in sheet.profiles] == [("Programador/a con IA", 18)]
    assert [(link.label, link.demand) for link in sheet.skills] == [("Python", None)]
    words = sheet.profiles[0].words
    assert [int(number) for number in re.findall(r"\d+", words)] == [18, 29, 2025, 29, 34]
    assert words in response.content.decode()


def test_offer_detail_tells_the_places_left_and_the_grade(client):
    offer = OfferFactory(
        regulation_type="certificate",
        syllabus_es="Tema uno",
        required_equipment_es="Un portátil",
        assessment_es="Un examen",
        accessibility_es="Sin escalones",
    )
    EditionFactory(
        offer=offer,
        start_date="2099-03-01",
        places=20,
        places_left=3,
        waiting_list=0,
        places_told_on="2026-05-04",
    )

    page = show(client, offer).content.decode()

    assert '<td data-label="Plazas">3 plazas libres de 20 · a 4 de mayo de 2026</td>' in page
    assert "Grado C: certificado profesional" in page
    for words in ("Temario", "Tema uno", "Un portátil", "Un examen", "Sin escalones"):
        assert words in page


def test_offer_detail_links_out_once_and_names_the_site(client):
    page = show(client, OfferFactory(url="https://www.centro.example.org/curso?x=1")).content.decode()

    assert page.count('href="https://www.centro.example.org/curso?x=1"') == 1
    assert "centro.example.org," in page


def test_offer_detail_prefers_the_enrolment_page_of_an_open_edition(client):
    offer = OfferFactory(url="https://example.org/info")
    EditionFactory(offer=offer, enrol_url="https://example.org/enrol")

    assert show(client, offer).context["sheet"].enrol_url == "https://example.org/enrol"


def test_draft_is_not_found_by_strangers_and_shown_to_managers(client, manager_client, manager):
    draft = OfferFactory(status="draft")

    assert show(manager_client, draft).status_code == 200
    manager_client.logout()
    assert show(client, draft).status_code == 404


def test_offer_detail_leads_to_the_study_in_the_language_of_the_page(client):
    offer = OfferFactory()
    study = reverse("study:study-detail", args=["2025"])
    DemandFactory(profile=OfferProfileFactory(offer=offer).profile, study_path=study)
    with translation.override("en"):
        english_page, english_study = offer.get_absolute_url(), reverse("study:study-detail", args=["2025"])

    assert f'href="{study}"' in show(client, offer).content.decode()
    assert f'href="{english_study}"' in client.get(english_page).content.decode()
    assert english_study != study


def structured_data(page: str) -> dict:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    course, trail = json.loads(text)
    assert trail["@type"] == "BreadcrumbList"
    return course


def test_structured_data_is_a_course_and_cannot_leave_its_element(client):
    name = "</script><!-- & «C++»"
    offer = OfferFactory(name_es=name, learning_hours=40, price_category="free", in_language="es")
    EditionFactory(offer=offer, start_date="2027-01-15", course_mode="online")
    OfferSkillFactory(offer=offer, skill=SkillFactory(label_es="C++"))

    page = show(client, offer).content.decode()
    data = structured_data(page)

    assert "</script><!--" not in page
    assert (data["@type"], data["name"], data["description"]) == ("Course", name, name)
    assert data["teaches"] == ["C++"]
    assert data["timeRequired"] == "PT40H"
    assert data["offers"] == {"@type": "Offer", "category": "Free"}
    assert data["hasCourseInstance"] == [
        {
            "@type": "CourseInstance",
            "courseMode": "Online",
            "courseWorkload": "PT40H",
            "startDate": "2027-01-15",
        }
    ]


def test_structured_data_leaves_out_what_is_unknown(client):
    data = structured_data(show(client, OfferFactory()).content.decode())

    assert set(data) == {"@context", "@type", "@id", "url", "name", "description", "provider"}


def test_address_of_no_offer_helps_to_look_for_one(client):
    OfferFactory(slug="redes", status="archived")

    for slug in ("redes", "curso-de-redes"):
        response = client.get(reverse("training:offer-detail", args=[slug]))

        html = response.content.decode()
        assert response.status_code == 404
        assert f'value="{slug.replace("-", " ")}"' in html
        assert "encuesta" not in html.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize(
    ("contact", "website", "leads_to"),
    [
        ("https://centro.example/contacto", "https://centro.example", "https://centro.example/contacto"),
        ("", "https://centro.example", "https://centro.example"),
        ("", "", ""),
    ],
)
def test_offer_without_a_page_to_enrol_leads_to_its_provider(client, contact, website, leads_to):
    provider = ProviderFactory(contact_url=contact, organisation__website=website)
    offer = OfferFactory(url="", provider=provider)

    html = show(client, offer).content.decode()

    assert "Página de inscripción por confirmar." in html
    assert (f'href="{leads_to}"' in html) is bool(leads_to)
    assert ("Preguntar al centro" in html or "centro.example</a>" in html) is bool(leads_to)
