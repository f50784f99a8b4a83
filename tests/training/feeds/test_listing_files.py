"""Each list of the catalogue as a file: parsed again by a reader of its format."""

import csv
import io
import json
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from tests.factories.skills import DemandFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferProfileFactory, OfferSkillFactory

pytestmark = pytest.mark.django_db
FORMS = ("csv", "json", "atom", "ics")
QUERIES = {"csv": 11, "json": 11, "atom": 11, "ics": 10}
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def ask(client, form: str, query: str = ""):
    return client.get(reverse(f"training:offers-{form}") + query)


def day_ahead(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("offers", [1, 3])
def test_file_makes_a_constant_number_of_queries(client, form, offers, django_assert_num_queries):
    for _number in range(offers):
        offer = OfferFactory(course_mode="online")
        OfferSkillFactory(offer=offer)
        EditionFactory(offer=offer, start_date=day_ahead(20))
        DemandFactory(profile=OfferProfileFactory(offer=offer).profile)

    with django_assert_num_queries(QUERIES[form]):
        response = ask(client, form, "?modalidad=online")

    assert response.status_code == 200
    assert response.content.decode().count(offer.name) >= 1


def test_csv_has_the_offers_of_the_filter_and_no_formula(client):
    OfferFactory(name_es="=HYPERLINK(1)", course_mode="online", learning_hours=40)
    OfferFactory(name_es="Presencial", course_mode="onsite")

    response = ask(client, "csv", "?modalidad=online")
    (row,) = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";")

    assert not row["Nombre"].startswith("=")
    assert "HYPERLINK(1)" in row["Nombre"]
    assert row["Horas"] == "40"
    assert "attachment" in response["Content-Disposition"]


def test_json_says_all_that_is_known_and_leaves_the_rest_out(client):
    offer = OfferFactory(name_es="Redes", learning_hours=30)
    shown = OfferSkillFactory(offer=offer)
    OfferSkillFactory(offer=offer, confirmed_on=None)

    response = ask(client, "json")
    data = json.loads(response.content)

    (row,) = data["offers"]
    assert data["total"] == 1
    assert data["is_cut"] is False
    assert row["name"] == "Redes"
    assert row["hours"] == 30
    assert row["skills"] == shown.skill.code
    assert row["page"] == settings.SITE_URL + offer.get_absolute_url()
    assert row["course"]["@type"] == "Course"
    assert "price" not in row
    assert response["Access-Control-Allow-Origin"] == "*"


def test_atom_begins_with_the_newest_and_names_its_list(client):
    OfferFactory(name_es="Primera", course_mode="online")
    newest = OfferFactory(name_es="Segunda <b>&", course_mode="online")

    root = ElementTree.fromstring(ask(client, "atom", "?modalidad=online").content)  # noqa: S314 - our own

    entries = root.findall("a:entry", ATOM)
    assert [entry.findtext("a:title", namespaces=ATOM) for entry in entries] == ["Segunda <b>&", "Primera"]
    assert entries[0].findtext("a:id", namespaces=ATOM) == settings.SITE_URL + newest.get_absolute_url()
    assert ":" in root.findtext("a:title", namespaces=ATOM)


def test_calendar_has_the_dates_ahead_of_runs_that_go_on(client):
    offer = OfferFactory(name_es="Redes")
    run = EditionFactory(
        offer=offer,
        application_start_date=day_ahead(-5),
        application_deadline=day_ahead(10),
        start_date=day_ahead(30),
    )
    EditionFactory(offer=offer, start_date=day_ahead(-90), end_date=day_ahead(-60))

    calendar = Calendar.from_ical(ask(client, "ics").content)

    found = {(str(event["uid"]).split("@")[0], event["dtstart"].dt) for event in calendar.walk("VEVENT")}
    assert found == {
        (f"edition-{run.pk}-application_deadline", day_ahead(10)),
        (f"edition-{run.pk}-start_date", day_ahead(30)),
    }


@pytest.mark.parametrize("form", FORMS)
def test_unknown_filter_is_refused_by_name(client, form):
    OfferFactory()

    response = ask(client, form, "?modalidad=moon&foo=1")

    assert response.status_code == 400
    assert ["modalidad", "moon"] in response.json()["unknown"]
    assert ["foo", "1"] in response.json()["unknown"]


@pytest.mark.parametrize("form", FORMS)
def test_draft_is_in_no_file(client, form):
    OfferFactory(name_es="Todavía no", status="draft")

    assert "Todavía no" not in ask(client, form).content.decode()


def test_list_page_links_its_own_files_and_lists_its_pages(client):
    offer = OfferFactory(course_mode="online")

    page = client.get(reverse("training:offer-list") + "?modalidad=online").content.decode()

    for form in FORMS:
        assert reverse(f"training:offers-{form}") + "?modalidad=online" in page
    assert '"@type": "ItemList"' in page
    assert settings.SITE_URL + offer.get_absolute_url() in page
