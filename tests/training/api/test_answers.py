"""The interface for programs: the same offers, filters, order and figures as the pages, in plain types."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.skills import DemandFactory
from tests.factories.training import (
    EditionFactory,
    OfferFactory,
    OfferProfileFactory,
    OfferSkillFactory,
    ProviderFactory,
)
from training.models import Offer

pytestmark = pytest.mark.django_db
# Twelve of them count the answer.
QUERIES = {"/offers": 11, "/providers": 2, "/profiles": 3, "/skills": 3}
BASE = "/api/v1"


def ask(client, path: str, **data):
    return client.get(BASE + path, data)


def furnish(number: int) -> list[Offer]:
    found = []
    for _place in range(number):
        offer = OfferFactory(course_mode="online")
        EditionFactory(offer=offer, start_date=timezone.localdate() + timedelta(20))
        DemandFactory(profile=None, skill=OfferSkillFactory(offer=offer).skill)
        DemandFactory(profile=OfferProfileFactory(offer=offer).profile)
        found.append(offer)
    return found


@pytest.mark.parametrize("path", QUERIES)
@pytest.mark.parametrize("number", [1, 3])
def test_answer_takes_a_constant_number_of_queries(client, path, number, django_assert_num_queries):
    furnish(number)

    with django_assert_num_queries(QUERIES[path]):
        answer = ask(client, path).json()

    assert len(answer[path[1:]]) == number


@pytest.mark.parametrize("editions", [1, 3])
def test_offer_takes_a_constant_number_of_queries(client, editions, django_assert_num_queries):
    (offer,) = furnish(1)
    for _place in range(editions - 1):
        EditionFactory(offer=offer)
        DemandFactory(profile=OfferProfileFactory(offer=offer).profile)

    with django_assert_num_queries(6):
        answer = ask(client, f"/offers/{offer.slug}").json()

    assert len(answer["editions"]) == len(answer["profiles"]) == editions


def test_list_is_the_one_of_the_page(client):
    for place in range(25):
        OfferFactory(name_es=f"Redes {place:02}", course_mode="online" if place % 5 else "onsite")
    OfferFactory(name_es="Redes en borrador", status="draft")
    query = {"q": "redes", "modalidad": "online", "orden": "nombre"}
    page = client.get(reverse("training:offer-list"), query).context["search"]

    answer = ask(client, "/offers", **query).json()

    assert answer["total"] == page.total == 20
    assert [row["code"] for row in answer["offers"]] == [offer.slug for offer in page.page]
    shown = {
        group.key: {option.value: (option.count, option.chosen) for option in group.options}
        for group in page.facets
    }
    told = {
        group["parameter"]: {row["value"]: (row["count"], row["chosen"]) for row in group["values"]}
        for group in answer["facets"]
    }
    assert told == shown
    assert answer["sort"] == "nombre"
    assert answer["page"] == settings.SITE_URL + reverse("training:offer-list") + page.address


def test_pages_lead_through_every_offer_once(client):
    offers = [OfferFactory(course_mode="online") for _place in range(45)]
    seen, address = [], BASE + "/offers?modalidad=online"

    while address:
        answer = client.get(address).json()
        seen += [row["code"] for row in answer["offers"]]
        before = answer["previous"]
        address = answer["next"] and answer["next"].removeprefix(settings.SITE_URL)

    assert sorted(seen) == sorted(offer.slug for offer in offers)
    assert answer["page_count"] == 3
    assert before == f"{settings.SITE_URL}{BASE}/offers?modalidad=online&pagina=2"


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"modalidad": "moon"}, ["modalidad", "moon"]),
        ({"color": "azul"}, ["color", "azul"]),
        ({"orden": "azar"}, ["orden", "azar"]),
        ({"desde": "ayer"}, ["desde", "ayer"]),
        ({"pagina": "0"}, ["pagina", "0"]),
        ({"pagina": "dos"}, ["pagina", "dos"]),
        ({"pagina": "9" * 5_000}, ["pagina", "9" * 5_000]),
        ({"q": "a" * 201}, ["q", "a" * 201]),
        ({"habilidad": "nada"}, ["habilidad", "nada"]),
    ],
)
def test_what_is_not_known_is_refused_by_name(client, query, named):
    OfferFactory()

    response = ask(client, "/offers", **query)

    if "pagina" in query and len(query["pagina"]) > 4:
        assert response.status_code == 404
        return
    assert response.status_code == 400
    assert named in response.json()["unknown"]
    assert named[0] in response.json()["error"]
    assert response["Access-Control-Allow-Origin"] == "*"


def test_page_past_the_last_is_not_found(client):
    OfferFactory()

    response = ask(client, "/offers", pagina=2)

    assert response.status_code == 404
    assert "1" in response.json()["error"]


@pytest.mark.parametrize("path", ["/providers", "/profiles", "/skills"])
def test_address_without_parameters_refuses_them(client, path):
    assert ask(client, path, q="x").json()["unknown"] == [["q", "x"]]


def test_offer_says_what_is_known_and_null_for_the_rest(client):
    offer = OfferFactory(
        name_es="Redes", name_en="Networks", price=12, price_category="paid", learning_hours=2000
    )
    skill = OfferSkillFactory(offer=offer, level_reached=3).skill
    unconfirmed = OfferSkillFactory(offer=offer, confirmed_on=None).skill
    OfferSkillFactory(offer=offer, confirmed_on=None, origin="suggested")
    DemandFactory(profile=None, skill=skill, companies=9, answers=30, population=34)
    DemandFactory(profile=None, skill=unconfirmed, companies=20)
    run = EditionFactory(offer=offer, application_deadline=timezone.localdate(), places=20)
    EditionFactory(offer=offer, end_date=timezone.localdate() - timedelta(9))

    answer = ask(client, f"/offers/{offer.slug}").json()
    english = client.get(f"/en{BASE}/offers/{offer.slug}").json()

    assert (answer["name"], english["name"]) == ("Redes", "Networks")
    assert (answer["price"], answer["learning_hours"], answer["abstract"]) == (12.0, 2000, None)
    assert [row["state"] for row in answer["editions"]] == ["open", "ended"]
    assert answer["enrolment"] == answer["next_edition"]["state"] == "open"
    assert answer["next_edition"]["application_deadline"] == run.application_deadline.isoformat()
    first, second = answer["skills"]
    assert (first["code"], first["level_reached"], first["confirmed"]) == (skill.code, 3, True)
    assert {key: first["demand"][key] for key in ("companies", "answers", "population", "share")} == {
        "companies": 9,
        "answers": 30,
        "population": 34,
        "share": 0.3,
    }
    assert first["demand"]["source"] == settings.SITE_URL + "/estudio/2025/"
    assert english["skills"][0]["demand"]["source"] == settings.SITE_URL + "/en/study/2025/"
    assert (second["code"], second["confirmed"], second["demand"]) == (unconfirmed.code, False, None)


def test_text_without_translation_is_named(client):
    offer = OfferFactory(name_es="Redes", name_en="", abstract_es="Solo así")

    assert client.get(f"/en{BASE}/offers/{offer.slug}").json()["only_in_spanish"] == ["abstract", "name"]
    assert ask(client, f"/offers/{offer.slug}").json()["only_in_spanish"] == []


@pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
def test_what_is_not_public_is_in_no_answer_not_even_for_a_manager(client, status):
    offer = OfferFactory(status=status)
    manager = sign_in(client, UserFactory(is_staff=True, is_superuser=True))

    assert ask(manager, f"/offers/{offer.slug}").status_code == 404
    assert ask(manager, "/offers").json()["total"] == 0
    assert ask(manager, "/providers").json()["total"] == 0


def test_lists_say_how_many_offers_lead_there(client):
    furnish(1)
    OfferSkillFactory(offer__status="draft")
    ProviderFactory()

    (provider,) = ask(client, "/providers").json()["providers"]
    (profile,) = ask(client, "/profiles").json()["profiles"]
    skills = ask(client, "/skills").json()["skills"]

    assert provider["offer_count"] == profile["offer_count"] == 1
    assert [row["offer_count"] for row in skills] == [1, 0]
    assert [bool(row["demand"]) for row in skills] == [True, False]
    for row in (provider, profile, skills[0]):
        address = row["offers"].removeprefix(settings.SITE_URL)
        assert client.get(address).json()["total"] == 1


def test_answer_that_did_not_change_takes_one_query(client, django_assert_num_queries):
    (offer,) = furnish(1)
    for path in ("/offers", "/offers?modalidad=online", f"/offers/{offer.slug}", "/skills"):
        first = client.get(BASE + path)
        with django_assert_num_queries(1):
            answer = client.get(BASE + path, headers={"If-None-Match": first["ETag"]})
        assert (first.status_code, answer.status_code, answer.content) == (200, 304, b"")
        assert answer["Access-Control-Allow-Origin"] == "*"

    offer.name_es = "Otro"
    offer.save()

    assert client.get(BASE + path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_head_is_answered_and_nothing_else_is_taken(client):
    OfferFactory()

    head = client.head(BASE + "/offers")

    assert (head.status_code, head.content) == (200, b"")
    for method in (client.post, client.put, client.patch, client.delete):
        response = method(BASE + "/offers")
        assert response.status_code == 405
        assert set(response["Allow"].split(", ")) == {"GET", "HEAD"}


def test_whoever_asks_too_often_is_told_when_to_ask_again(client, settings):
    OfferFactory()
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"interface": "2/m/ip"}
    first = ask(client, "/offers", q="a")
    ask(client, "/offers", q="b")

    refused = ask(client, "/offers", q="c")
    unchanged = client.get(BASE + "/offers?q=a", headers={"If-None-Match": first["ETag"]})

    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused["Retry-After"] in refused.json()["error"]
    assert unchanged.status_code == 304


@pytest.mark.parametrize(
    "path", ["/nothing", "/offers/no-such", "/offers/a b", "/offers/a%0Ab", "/offers/", ""]
)
def test_address_that_does_not_exist_is_told_to_a_program(client, path):
    response = ask(client, path)

    assert response.status_code == 404
    assert response["Content-Type"].startswith("application/json")
    assert response.json()["error"]


def test_search_is_the_one_of_the_page_also_for_words(client):
    OfferFactory(name_es="Programación en Java")
    OfferFactory(name_es="Redes")

    answer = ask(client, "/offers", q="programacion").json()

    assert [row["name"] for row in answer["offers"]] == ["Programación en Java"]
