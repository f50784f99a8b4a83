"""What the catalogue gives out is read again from a provider's own site, with its editions."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import Workbook

from tera.spreadsheets.writing import write_csv
from tests.factories.members import OrganisationFactory
from tests.factories.skills import SkillFactory
from tests.factories.training import (
    EditionFactory,
    HarvestSourceFactory,
    OfferFactory,
    OfferSkillFactory,
    ProviderFactory,
)
from training.exchange.records import export_offers
from training.harvesting.applying import Applier
from training.harvesting.items import ItemTrouble
from training.harvesting.tables import read_csv_table
from training.models import Offer
from training.provenance import EDITION_FIELDS, NOTHING, OFFER_FIELDS

pytestmark = pytest.mark.django_db
URL = "https://centro.example/oferta.csv"


@pytest.fixture
def provider():
    return ProviderFactory(organisation=OrganisationFactory(slug="centro", legal_name="Centro Inventado"))


@pytest.fixture
def offer(provider):
    offer = OfferFactory(
        provider=provider,
        slug="redes",
        name_es="Redes",
        name_en="Networks",
        kind="mooc",
        audience=["employed", "student"],
        price_category="paid",
        price=Decimal("1234.50"),
        course_mode="blended",
        in_language="en",
        learning_hours=30,
        level="advanced",
        url="https://centro.example/redes",
        abstract_es="Primera línea\nsegunda",
    )
    EditionFactory(
        offer=offer, start_date="2099-03-01", end_date="2099-04-01", places=12, municipality="Laredo"
    )
    EditionFactory(offer=offer, start_date="2099-09-01", application_deadline="2099-08-20")
    return Offer.objects.get(pk=offer.pk)


def said(row, names):
    return {name: value for name in names if (value := getattr(row, name)) not in NOTHING}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_says_on_a_site_what_the_catalogue_says(provider, offer, kind):
    OfferSkillFactory(offer=offer, skill=SkillFactory(code="net-1"))

    reading = read_csv_table(export_offers(Offer.objects.all(), kind), URL, "es", {"centro"})

    (item,) = reading.items
    assert reading.problems == []
    assert item.values == {"source_url": URL} | said(offer, OFFER_FIELDS)
    assert item.subjects == ["net-1"]
    editions = list(offer.editions.order_by("pk"))
    assert [(run.key, run.values) for run in item.runs] == [
        (str(edition.pk), said(edition, EDITION_FIELDS)) for edition in editions
    ]


def test_export_on_a_site_finds_its_offers_and_editions_again(provider, offer):
    source = HarvestSourceFactory(provider=provider, kind="table", url=URL)
    Offer.objects.filter(pk=offer.pk).update(url="")
    body = export_offers(Offer.objects.all(), "csv").replace(b"2099-04-01", b"2099-04-15")

    (item,) = read_csv_table(body, URL, "es", {"centro"}).items
    change = Applier(source, timezone.now()).apply(item)

    assert (change.what, change.offer_id) == ("changed", offer.pk)
    assert Offer.objects.count() == 1
    assert [edition.end_date for edition in offer.editions.order_by("pk")] == [date(2099, 4, 15), None]


@pytest.mark.parametrize(
    "path", ["/formacion/ofertas.csv", "/en/training/offers.csv"], ids=["Spanish", "English"]
)
def test_public_table_on_a_site_is_read_with_its_dates(client, offer, path):
    body = client.get(path).content

    (item,) = read_csv_table(body, URL, "es", {"centro inventado"}).items

    assert item.values["course_mode"] == "blended"
    assert item.values["price"] == Decimal("1234.50")
    (run,) = item.runs
    assert run.values["start_date"] in {date(2099, 3, 1), date(2099, 9, 1)}


def test_rows_of_one_offer_are_its_runs_and_a_date_is_read_as_sites_write_it():
    body = b"name;hours;start_date;end_date\nRedes;20 h;3/5/2099;2099-05-07\nRedes;20 h;1/9/2099;\n"

    (item,) = read_csv_table(body, URL, "es", set()).items

    assert item.values["learning_hours"] == 20
    assert [(run.key, run.values) for run in item.runs] == [
        ("2099-05-03", {"start_date": date(2099, 5, 3), "end_date": date(2099, 5, 7)}),
        ("2099-09-01", {"start_date": date(2099, 9, 1)}),
    ]


def test_value_that_is_none_is_left_out_and_said():
    reading = read_csv_table(write_csv(["name", "hours"], [["Redes", "pronto"]]), URL, "es", set())

    assert "learning_hours" not in reading.items[0].values
    assert [problem.code for problem in reading.problems] == [ItemTrouble.BAD_VALUE]


def test_formula_on_a_site_is_no_value():
    book = Workbook()
    for row in (["name", "hours"], ["Redes", "=10*2"]):
        book.active.append(row)
    book.save(file := io.BytesIO())

    reading = read_csv_table(file.getvalue(), URL, "es", set())

    assert reading.items[0].values == {"name_es": "Redes", "source_url": URL}
    assert [problem.code for problem in reading.problems] == [ItemTrouble.BAD_VALUE]
