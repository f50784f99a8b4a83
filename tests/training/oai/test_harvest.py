"""The catalogue's OAI-PMH face, read by a harvester that is not ours."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from oaipmh_scythe import (
    BadArgument,
    BadResumptionToken,
    BadVerb,
    CannotDisseminateFormat,
    IdDoesNotExist,
    NoRecordsMatch,
    NoSetHierarchy,
    Scythe,
)
from rdflib import Graph
from rdflib.compare import isomorphic

from tests.factories.training import EditionFactory, OfferFactory, OfferSkillFactory
from training.feeds.elm import as_elm
from training.models import Offer
from training.oai import repository
from training.presentation import OfferSheet
from training.reading import with_what_sheets_read

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Of rdflib's own reader of JSON-LD.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"


@pytest.fixture
def harvester(live_server, settings):
    settings.SITE_URL = live_server.url
    with Scythe(live_server.url + reverse("training:oai")) as scythe:
        yield scythe


def slugs(records) -> list[str]:
    return [record.header.identifier.rpartition(":")[2] for record in records]


def changed_on(offer: Offer, day: str) -> None:
    Offer.objects.filter(pk=offer.pk).update(modified_at=f"{day}T12:00:00Z")


def test_repository_says_who_it_is(harvester, live_server):
    changed_on(OfferFactory(), "2026-03-01")
    OfferFactory()

    who = harvester.identify()

    assert who.baseURL == live_server.url + "/formacion/oai/"
    assert (who.protocolVersion, who.deletedRecord) == ("2.0", "transient")
    assert (who.earliestDatestamp, who.granularity) == ("2026-03-01T12:00:00Z", "YYYY-MM-DDThh:mm:ssZ")


def test_formats_are_dublin_core_and_the_european_model(harvester):
    assert [each.metadataPrefix for each in harvester.list_metadata_formats()] == ["oai_dc", "elm"]


def test_records_are_the_published_offers_and_archived_ones_as_deleted(harvester):
    shown = OfferFactory()
    OfferFactory(status="draft")
    OfferFactory(status="in_review")
    gone = OfferFactory(status="archived")

    records = list(harvester.list_records())

    assert slugs(records) == [shown.slug, gone.slug]
    assert [record.deleted for record in records] == [False, True]
    assert slugs(harvester.list_records(ignore_deleted=True)) == [shown.slug]


def test_a_long_list_goes_on_by_tokens_and_gives_each_record_once(harvester, monkeypatch):
    monkeypatch.setattr(repository, "BATCH", 3)
    offers = [OfferFactory() for _number in range(7)]

    records = harvester.list_records(metadata_prefix="elm", from_="2020-01-01")

    assert slugs(records) == [offer.slug for offer in offers]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"from_": "2026-03-02"}, ["march", "april"]),
        ({"until": "2026-03-02"}, ["february", "march"]),
        ({"from_": "2026-03-01", "until": "2026-03-31"}, ["march"]),
        ({"from_": "2026-03-02T12:00:00Z", "until": "2026-03-02T12:00:00Z"}, ["march"]),
    ],
    ids=["from", "until the end of the day", "both", "to the second"],
)
def test_records_of_a_time(harvester, asked, expected):
    for slug, day in (("february", "2026-02-02"), ("march", "2026-03-02"), ("april", "2026-04-02")):
        changed_on(OfferFactory(slug=slug), day)

    assert slugs(harvester.list_records(**asked)) == expected


def test_dublin_core_says_what_is_known_in_both_languages(harvester):
    offer = OfferFactory(name_es="Redes", name_en="Networks", municipality="Laredo", abstract_es="a\x01b")
    taught = OfferSkillFactory(offer=offer).skill
    guessed = OfferSkillFactory(offer=offer, confirmed_on=None).skill

    said = harvester.get_record(identifier(harvester, offer)).metadata

    assert said["title"] == ["Redes", "Networks"]
    assert said["coverage"] == ["Laredo"]
    assert said["description"] == ["ab"]
    assert said["identifier"][0].endswith(offer.get_absolute_url())
    assert taught.label_es in said["subject"]
    assert guessed.label_es not in said["subject"]


def test_european_model_says_in_xml_what_the_json_says(harvester):
    offer = OfferFactory(municipality="Santander", price_category="free", course_mode="online")
    EditionFactory(offer=offer, start_date=timezone.localdate() + timedelta(9))
    OfferSkillFactory(offer=offer, skill__esco_uri="http://data.europa.eu/esco/skill/1")

    record = harvester.get_record(identifier(harvester, offer), metadata_prefix="elm")

    in_xml = Graph().parse(data=etree.tostring(record.xml.find(f".//{RDF}")), format="xml")
    read = with_what_sheets_read(Offer.objects.all(), timezone.localdate()).get()
    in_json = Graph().parse(data=as_elm([OfferSheet(read, None)]), format="json-ld")
    assert len(in_xml) > 20
    assert isomorphic(in_xml, in_json)


def identifier(harvester, offer) -> str:
    [name] = [
        header.identifier
        for header in harvester.list_identifiers()
        if header.identifier.endswith(f":{offer.slug}")
    ]
    return name


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({}, BadVerb),
        ({"verb": "Erase"}, BadVerb),
        ({"verb": "GetMetadata", "identifier": "x", "metadataPrefix": "elm"}, BadVerb),
        ({"verb": "ListRecords"}, BadArgument),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, CannotDisseminateFormat),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "soon"}, BadArgument),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2999-01-01"}, NoRecordsMatch),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "all"}, NoSetHierarchy),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "otra": "1"}, BadArgument),
        ({"verb": "ListRecords", "metadataPrefix": "a\x01b"}, BadArgument),
        ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "elm"]}, BadArgument),
        ({"verb": "ListRecords", "resumptionToken": "x" * 10_000}, BadResumptionToken),
        ({"verb": "ListRecords", "resumptionToken": "metadataPrefix=oai_dc&cursor=-1"}, BadResumptionToken),
        ({"verb": "ListRecords", "resumptionToken": "metadataPrefix=oai_dc&cursor=50"}, BadResumptionToken),
        (
            {"verb": "ListRecords", "resumptionToken": f"metadataPrefix=oai_dc&cursor={10**40}"},
            BadResumptionToken,
        ),
        (
            {"verb": "ListRecords", "resumptionToken": "metadataPrefix=elm&from_=soon&cursor=0"},
            BadResumptionToken,
        ),
        ({"verb": "ListRecords", "resumptionToken": "day=1&cursor=0"}, BadResumptionToken),
        ({"verb": "ListSets"}, NoSetHierarchy),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:elsewhere:x"}, IdDoesNotExist),
        (
            {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:localhost:ajo"},
            IdDoesNotExist,
        ),
        ({"verb": "ListMetadataFormats", "identifier": "x"}, IdDoesNotExist),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "-".join(value)[:60] or "nothing",
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_wrong_is_said_in_the_protocol(client, query, problem, method):
    OfferFactory()

    answer = getattr(client, method)(reverse("training:oai"), query)

    assert answer.status_code == 200
    [error] = etree.fromstring(answer.content).iterfind("{*}error")
    assert error.get("code") == problem.__name__[0].lower() + problem.__name__[1:]
    assert error.text


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_what_was_never_public_is_no_record(client, status):
    offer = OfferFactory(status=status)
    asked = {"verb": "GetRecord", "metadataPrefix": "elm", "identifier": f"oai:localhost:{offer.slug}"}

    answer = client.get(reverse("training:oai"), asked)

    assert b"idDoesNotExist" in answer.content


def test_records_are_read_in_a_fixed_number_of_queries(client, django_assert_num_queries):
    address = reverse("training:oai") + "?verb=ListRecords&metadataPrefix=elm"
    OfferSkillFactory(offer=EditionFactory().offer)
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)

    for _number in range(2):
        OfferSkillFactory(offer=EditionFactory().offer)
    with django_assert_num_queries(6):
        client.get(address)


def test_answer_carries_the_time_it_was_given(client):
    answer = etree.fromstring(client.get(reverse("training:oai"), {"verb": "Identify"}).content)

    given = datetime.fromisoformat(answer.findtext("{*}responseDate"))
    assert abs(given - timezone.now()) < timedelta(minutes=1)
