"""What harvesters read: schema.org by its vocabulary, ELM parsed as RDF and held to its shapes."""

import json
import re
from datetime import date, timedelta

import feedparser
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from tests.factories.members import OrganisationFactory
from tests.factories.skills import SkillFactory
from tests.factories.training import (
    EditionFactory,
    OfferFactory,
    OfferProfileFactory,
    OfferSkillFactory,
    ProviderFactory,
)
from tests.training.feeds.schema_terms import mistakes
from training.demand import DemandBoard
from training.enums import OfferKind
from training.feeds.elm import lacking, opportunity
from training.models import Offer
from training.presentation import OfferSheet
from training.reading import with_what_sheets_read

pytestmark = [
    pytest.mark.django_db,
    # Of rdflib's own reader of JSON-LD.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]
ELM = Namespace("http://data.europa.eu/snb/model/elm/")
DC = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
ROV = Namespace("http://www.w3.org/ns/regorg#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
XSD = "http://www.w3.org/2001/XMLSchema#"

# Of the profile for learning opportunities (LOQ-constraints 3.2): path → least, most, class or datatype.
ANY = None
SHAPES = {
    ELM.LearningOpportunity: {
        DC.title: (1, ANY, "text"),
        DC.description: (0, ANY, "text"),
        DC.type: (0, ANY, SKOS.Concept),
        DC.modified: (0, 1, "dateTime"),
        DC.temporal: (0, 1, DC.PeriodOfTime),
        FOAF.homepage: (1, ANY, ELM.WebResource),
        ELM.mode: (0, ANY, SKOS.Concept),
        ELM.applicationDeadline: (0, ANY, "dateTime"),
        ELM.priceDetail: (0, ANY, ELM.PriceDetail),
        ELM.providedBy: (1, ANY, ELM.Organisation),
        ELM.location: (0, ANY, DC.Location),
        ELM.learningAchievementSpecification: (1, 1, ELM.LearningAchievementSpecification),
        ELM.defaultLanguage: (1, 1, SKOS.Concept),
    },
    ELM.LearningAchievementSpecification: {
        DC.title: (1, ANY, "text"),
        DC.language: (1, ANY, SKOS.Concept),
        ELM.ISCEDFCode: (1, ANY, SKOS.Concept),
        ELM.learningOutcome: (1, ANY, ELM.LearningOutcome),
        ELM.learningOutcomeSummary: (0, 1, ELM.Note),
        ELM.entryRequirement: (0, 1, ELM.Note),
        ELM.volumeOfLearning: (0, 1, "duration"),
        ELM.educationLevel: (0, ANY, SKOS.Concept),
        ELM.learningSetting: (0, 1, SKOS.Concept),
    },
    ELM.LearningOutcome: {
        DC.title: (1, ANY, "text"),
        ELM.relatedESCOSkill: (0, ANY, SKOS.Concept),
    },
    ELM.Organisation: {
        ROV.legalName: (1, ANY, "text"),
        SKOS.altLabel: (0, ANY, "text"),
        FOAF.homepage: (0, ANY, ELM.WebResource),
        ELM.location: (1, ANY, DC.Location),
    },
    DC.Location: {ELM.geographicName: (0, ANY, "text"), ELM.address: (1, ANY, ELM.Address)},
    ELM.Address: {ELM.countryCode: (1, 1, SKOS.Concept), ELM.fullAddress: (0, 1, ELM.Note)},
    ELM.PriceDetail: {SKOS.prefLabel: (0, ANY, "text"), ELM.amount: (0, 1, ELM.Amount)},
    ELM.Amount: {ELM.value: (1, 1, "decimal"), ELM.unit: (1, 1, SKOS.Concept)},
    ELM.Note: {ELM.noteLiteral: (1, ANY, "text")},
    ELM.WebResource: {ELM.contentUrl: (1, 1, "anyURI")},
    DC.PeriodOfTime: {ELM.startDate: (0, 1, "dateTime"), ELM.endDate: (0, 1, "dateTime")},
    SKOS.Concept: {},
}


def violations(graph: Graph) -> list[str]:
    """Return where a graph breaks a shape; every shape is closed, as the profile's are."""
    found = []
    for node, kind in graph.subject_objects(RDF.type):
        if kind not in SHAPES:
            found.append(f"{kind} has no shape")
            continue
        shape = SHAPES[kind]
        found += [f"{kind}: {path}" for path in set(graph.predicates(node)) - {RDF.type} - set(shape)]
        for path, (least, most, wanted) in shape.items():
            values = list(graph.objects(node, path))
            if len(values) < least or (most is not None and len(values) > most):
                found.append(f"{kind}: {len(values)} of {path}")
            found += [f"{kind}: {path} {value!r}" for value in values if not fits(graph, value, wanted)]
    return found


def fits(graph: Graph, value, wanted) -> bool:
    if isinstance(wanted, URIRef):
        return (value, RDF.type, wanted) in graph
    if not isinstance(value, Literal):
        return False
    if wanted == "text":
        return bool(value.language)
    # A value that is not of its datatype is None after parsing.
    return str(value.datatype) == XSD + wanted and value.value is not None


@pytest.fixture
def full() -> Offer:
    """An offer of which everything is known."""
    organisation = OrganisationFactory(
        legal_name="Faro de Prueba SL",
        trade_name="Faro",
        municipality="Santander",
        website="https://faro.example",
    )
    offer = OfferFactory(
        provider=ProviderFactory(organisation=organisation),
        name_es="Redes </script> y más",
        name_en="Networks",
        abstract_es="Qué es",
        prerequisites_es="Nada",
        syllabus_es="Cables. Tramas.",
        learning_outcomes_es="Montar una red",
        credential_es="Diploma",
        course_code="R1",
        in_language="es",
        course_mode="blended",
        municipality="Torrelavega",
        learning_hours=40,
        eqf_level=4,
        price_category="paid",
        price="120.50",
        regulation_type="fp_title",
        url="https://faro.example/redes",
    )
    EditionFactory(
        offer=offer,
        application_start_date=timezone.localdate(),
        application_deadline=date(2099, 3, 29),
        start_date=date(2099, 4, 1),
        end_date=date(2099, 6, 1),
        places=12,
        places_left=3,
    )
    skill = SkillFactory(label_es="Redes", label_en="Networks", esco_uri="http://data.europa.eu/esco/skill/x")
    OfferSkillFactory(offer=offer, skill=skill)
    OfferSkillFactory(offer=offer, skill__label_es="Sin confirmar", confirmed_on=None)
    OfferProfileFactory(offer=offer)
    return offer


def structured(client, url: str) -> list:
    page = client.get(url).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert blocks
    return [json.loads(block) for block in blocks]


@pytest.mark.parametrize("kind", OfferKind.values)
def test_pages_say_nothing_that_schema_org_does_not_know(client, full, kind):
    full.kind = kind
    full.save()

    data = structured(client, full.get_absolute_url()) + structured(client, reverse("training:offer-list"))

    assert mistakes(data) == []
    wanted = "EducationalOccupationalProgram" if "programme" in kind else "Course"
    assert data[0][0]["@type"] == wanted


def test_course_has_its_syllabus_and_the_places_that_are_left(client, full):
    (data, _trail), *_rest = structured(client, full.get_absolute_url())

    assert data["syllabusSections"] == {"@type": "Syllabus", "description": "Cables. Tramas."}
    (run,) = data["hasCourseInstance"]
    assert (run["maximumAttendeeCapacity"], run["remainingAttendeeCapacity"]) == (12, 3)


def test_programme_has_its_dates_its_places_and_the_profile_it_leads_to(client, full):
    full.kind = "programme"
    full.save()

    (data, _trail), *_rest = structured(client, full.get_absolute_url())

    assert data["applicationDeadline"] == "2099-03-29"
    assert data["startDate"] == "2099-04-01"
    assert data["maximumEnrollment"] == 12
    assert data["timeToComplete"] == "PT40H"
    assert data["occupationalCategory"] == [full.profiles.get().label]
    assert data["offers"] == {
        "@type": "Offer",
        "category": "Paid",
        "price": "120.50",
        "priceCurrency": "EUR",
    }


def test_checker_finds_what_is_wrong():
    wrong = {"@type": "Course", "name": "x", "courseMode": "Online", "offers": {"@type": "Bargain"}}

    assert len(mistakes(wrong)) == 2


def test_elm_of_an_offer_of_which_all_is_known_keeps_the_shape_of_the_profile(client, full):
    response = client.get(reverse("training:offer-elm", args=[full.slug]))

    graph = Graph().parse(data=response.content, format="json-ld")
    opportunity_id = URIRef(f"{settings.SITE_URL}{full.get_absolute_url()}#opportunity")
    assert response["Content-Type"] == "application/ld+json"
    assert violations(graph) == []
    assert {str(title) for title in graph.objects(opportunity_id, DC.title)} == {full.name_es, full.name_en}
    (achievement,) = graph.objects(opportunity_id, ELM.learningAchievementSpecification)
    (volume,) = graph.objects(achievement, ELM.volumeOfLearning)
    assert volume.value == timedelta(hours=40)
    assert (None, ELM.relatedESCOSkill, URIRef("http://data.europa.eu/esco/skill/x")) in graph
    assert "Sin confirmar" not in response.content.decode()
    # The last second of the day, by the clock of Spain in summer.
    (deadline,) = graph.objects(opportunity_id, ELM.applicationDeadline)
    assert str(deadline) == "2099-03-29T23:59:59+02:00"


def test_elm_leaves_out_what_is_not_known_and_says_what_the_profile_misses(client):
    offer = OfferFactory()
    sheet = OfferSheet(
        with_what_sheets_read(Offer.objects.all(), timezone.localdate()).get(), DemandBoard({}, {})
    )

    data = opportunity(sheet)
    graph = Graph().parse(
        data=client.get(reverse("training:offer-elm", args=[offer.slug])).content, format="json-ld"
    )

    assert lacking(data) == ["language", "learningOutcome", "providedBy.location"]
    assert {line.rpartition("/")[2] for line in violations(graph)} == {
        "language",
        "learningOutcome",
        "location",
    }


@pytest.mark.parametrize("offers", [1, 3])
def test_elm_of_a_list_has_its_offers_in_a_constant_number_of_queries(
    client, offers, django_assert_num_queries
):
    for _number in range(offers):
        offer = OfferFactory(course_mode="online")
        OfferSkillFactory(offer=offer)
        EditionFactory(offer=offer)
    OfferFactory(course_mode="onsite")

    with django_assert_num_queries(11):
        response = client.get(reverse("training:offers-jsonld") + "?modalidad=online")

    graph = Graph().parse(data=response.content, format="json-ld")
    assert len(list(graph.subjects(RDF.type, ELM.LearningOpportunity))) == offers
    assert client.get(reverse("training:offers-jsonld") + "?foo=1").status_code == 400


def test_draft_has_no_elm(client):
    draft = OfferFactory(status="draft")

    assert client.get(reverse("training:offer-elm", args=[draft.slug])).status_code == 404


@pytest.mark.parametrize("language", ["es", "en"])
def test_pages_name_their_elm_as_alternate(client, full, language):
    detail = client.get(full.get_absolute_url()).content.decode()
    listing = client.get(reverse("training:offer-list") + "?modalidad=blended").content.decode()

    link = '<link rel="alternate" type="application/ld+json" title="European Learning Model" href="{}">'
    assert link.format(reverse("training:offer-elm", args=[full.slug])) in detail
    assert link.format(reverse("training:offers-jsonld") + "?modalidad=blended") in listing


def test_atom_feed_is_well_formed_for_a_reader_of_feeds(client, full):
    response = client.get(reverse("training:offers-atom") + "?modalidad=blended")

    feed = feedparser.parse(response.content)

    assert feed.bozo is False
    assert feed.version == "atom10"
    assert feed.feed.id
    (entry,) = feed.entries
    assert entry.title == full.name_es
    assert entry.link == settings.SITE_URL + full.get_absolute_url()
    assert entry.updated_parsed
