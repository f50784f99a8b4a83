"""An offer in the European Learning Model 3 (JSON-LD), for Europass and whoever else reads it.

Names and cardinalities are those of the model's profile for learning opportunities (ELM 3.2, LOQ). What
the catalogue does not know is left out and never guessed, also where the profile asks for it: ``lacking``
says what. A regulated title is a LearningAchievementSpecification too: a Qualification needs its level in
the Spanish framework, which no source read so far names by its address.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import override

from skills.models import Skill
from tera.jsonld import known
from training.enums import CourseMode, OfferKind, RegulationType
from training.models import Edition, Offer, Provider
from training.presentation import OfferSheet
from training.wording import price_words

from .listing import Listing
from .table import address_of

LANGUAGES = ("es", "en")
SNB, AUTHORITY = "http://data.europa.eu/snb/", "http://publications.europa.eu/resource/authority/"
# Information and Communication Technologies: what the whole catalogue is about (ISCED-F 2013, narrow field).
ICT = SNB + "isced-f/061"
LANGUAGE = {"es": AUTHORITY + "language/SPA", "en": AUTHORITY + "language/ENG"}
SPAIN, EURO = AUTHORITY + "country/ESP", AUTHORITY + "currency/EUR"
KINDS = {
    OfferKind.COURSE: "05053c1cbe",
    OfferKind.MOOC: "17744a2647",
    OfferKind.PROGRAMME: "79343569f3",
    OfferKind.SHORT_PROGRAMME: "74a4a268e8",
    OfferKind.MODULE: "0f7dac46ca",
    OfferKind.APPRENTICESHIP: "63f9f6180c",
}
MODES = {
    CourseMode.ONLINE: "920fbb3cbe",
    CourseMode.ONSITE: "9191af2ed9",
    CourseMode.BLENDED: "e92d221e4d",
    CourseMode.WORK_BASED: "729f3bed4b",
}
FORMAL = SNB + "learning-setting/6fd4685715"
# A university's own title and a course without regulation may be either; nobody has said which.
FORMAL_TYPES = (
    RegulationType.FP_ACCREDITATION,
    RegulationType.FP_COMPETENCE,
    RegulationType.FP_TITLE,
    RegulationType.FP_SPECIALISATION,
    RegulationType.CERTIFICATE,
    RegulationType.OFFICIAL_DEGREE,
)

PREFIXES = {
    "elm": SNB + "model/elm/",
    "dc": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "rov": "http://www.w3.org/ns/regorg#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CLASSES = {
    **{
        name: f"elm:{name}"
        for name in (
            "Address",
            "Amount",
            "LearningAchievementSpecification",
            "LearningOpportunity",
            "LearningOutcome",
            "Note",
            "Organisation",
            "PriceDetail",
            "WebResource",
        )
    },
    "Concept": "skos:Concept",
    "Location": "dc:Location",
    "PeriodOfTime": "dc:PeriodOfTime",
}
TEXTS = {
    "title": "dc:title",
    "description": "dc:description",
    "legalName": "rov:legalName",
    "altLabel": "skos:altLabel",
    "prefLabel": "skos:prefLabel",
    "noteLiteral": "elm:noteLiteral",
    "geographicName": "elm:geographicName",
}
VALUES = {
    "applicationDeadline": ("elm:applicationDeadline", "xsd:dateTime"),
    "contentURL": ("elm:contentUrl", "xsd:anyURI"),
    "dateModified": ("dc:modified", "xsd:dateTime"),
    "endDate": ("elm:endDate", "xsd:dateTime"),
    "startDate": ("elm:startDate", "xsd:dateTime"),
    "value": ("elm:value", "xsd:decimal"),
    "volumeOfLearning": ("elm:volumeOfLearning", "xsd:duration"),
}
LINKS = {
    **{
        name: f"elm:{name}"
        for name in (
            "address",
            "amount",
            "countryCode",
            "defaultLanguage",
            "educationLevel",
            "entryRequirement",
            "fullAddress",
            "learningAchievementSpecification",
            "learningOutcome",
            "learningOutcomeSummary",
            "learningSetting",
            "location",
            "mode",
            "priceDetail",
            "providedBy",
            "relatedESCOSkill",
            "unit",
        )
    },
    "dcType": "dc:type",
    "homepage": "foaf:homepage",
    "language": "dc:language",
    "temporal": "dc:temporal",
    "thematicArea": "elm:ISCEDFCode",
}
# The terms of the model's own context that are used here, written out so that no reader has to fetch it.
CONTEXT = (
    {"id": "@id", "type": "@type"}
    | PREFIXES
    | CLASSES
    | {name: {"@id": term, "@container": "@language"} for name, term in TEXTS.items()}
    | {name: {"@id": term, "@type": kind} for name, (term, kind) in VALUES.items()}
    | {name: {"@id": term, "@type": "@id"} for name, term in LINKS.items()}
)


def opportunity(sheet: OfferSheet) -> dict:
    """Return the offer as a LearningOpportunity with the run that matters most to a visitor."""
    offer, edition = sheet.offer, sheet.best_edition
    url = address_of(offer)
    mode = (edition.course_mode if edition else "") or offer.course_mode
    return known(
        {
            "id": f"{url}#opportunity",
            "type": "LearningOpportunity",
            "title": texts(offer, "name"),
            "description": texts(offer, "abstract") or texts(offer, "description"),
            "dcType": concept(SNB + "learning-opportunity/" + KINDS[offer.kind]),
            "homepage": web_page(url),
            "defaultLanguage": concept(LANGUAGE["es"]),
            "mode": concept(SNB + "learning-assessment/" + MODES[mode]) if mode else None,
            "temporal": period(edition),
            "applicationDeadline": moment(edition.application_deadline, time.max) if edition else None,
            "location": place((edition.municipality if edition else "") or offer.municipality),
            "priceDetail": price(offer),
            "providedBy": [organisation(offer.provider)],
            "learningAchievementSpecification": achievement(offer, url),
            "dateModified": offer.modified_at.isoformat(),
        }
    )


def achievement(offer: Offer, url: str) -> dict:
    """Return what one learns: only the confirmed skills are outcomes."""
    taught = [link.skill for link in offer.offer_skills.all() if link.confirmed_on]
    return known(
        {
            "id": f"{url}#achievement",
            "type": "LearningAchievementSpecification",
            "title": texts(offer, "credential") or texts(offer, "name"),
            "thematicArea": [concept(ICT)],
            "language": [concept(LANGUAGE[offer.in_language])] if offer.in_language else None,
            "learningOutcome": [outcome(skill) for skill in taught],
            "learningOutcomeSummary": note(texts(offer, "learning_outcomes")),
            "entryRequirement": note(texts(offer, "prerequisites")),
            "volumeOfLearning": f"PT{offer.learning_hours}H" if offer.learning_hours else None,
            "educationLevel": concept(f"{SNB}eqf/{offer.eqf_level}") if offer.eqf_level else None,
            "learningSetting": concept(FORMAL) if offer.regulation_type in FORMAL_TYPES else None,
        }
    )


def outcome(skill: Skill) -> dict:
    return known(
        {
            "type": "LearningOutcome",
            "title": texts(skill, "label"),
            "relatedESCOSkill": concept(skill.esco_uri) if skill.esco_uri else None,
        }
    )


def organisation(provider: Provider) -> dict:
    held = provider.organisation
    name = {"es": held.legal_name or str(held)}
    other = {"es": held.trade_name}
    return known(
        {
            "type": "Organisation",
            "legalName": name,
            "altLabel": other if held.trade_name and other != name else None,
            "homepage": web_page(held.website) if held.website else None,
            "location": place(held.municipality),
        }
    )


def place(municipality: str) -> list[dict] | None:
    """Return a municipality as a location; all that the register and the catalogue name are in Spain."""
    if not municipality:
        return None
    address = {"type": "Address", "countryCode": concept(SPAIN), "fullAddress": note({"es": municipality})}
    return [{"type": "Location", "geographicName": {"es": municipality}, "address": [address]}]


def price(offer: Offer) -> list[dict] | None:
    if not offer.price_category:
        return None
    words = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = str(price_words(offer))
    amount = {"type": "Amount", "value": str(offer.price), "unit": concept(EURO)} if offer.price else None
    return [known({"type": "PriceDetail", "prefLabel": words, "amount": amount})]


def period(edition: Edition | None) -> dict | None:
    if edition is None or not (edition.start_date or edition.end_date):
        return None
    dates = {"startDate": moment(edition.start_date), "endDate": moment(edition.end_date, time.max)}
    return {"type": "PeriodOfTime"} | known(dates)


def moment(day: date | None, at: time = time.min) -> str | None:
    """Return a day as the model wants it: the second at which it begins or ends in Spain."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, at.replace(microsecond=0))).isoformat()


def texts(row, field: str) -> dict[str, str]:
    """Return a text in each language that it is written in."""
    return known({language: getattr(row, f"{field}_{language}") for language in LANGUAGES})


def note(words: dict[str, str]) -> dict | None:
    return {"type": "Note", "noteLiteral": words} if words else None


def concept(uri: str) -> dict:
    return {"id": uri, "type": "Concept"}


def web_page(url: str) -> list[dict]:
    return [{"type": "WebResource", "contentURL": url}]


def lacking(data: dict) -> list[str]:
    """Return what the profile asks for of an opportunity and the catalogue does not know."""
    specification = data["learningAchievementSpecification"]
    lacks = [name for name in ("language", "learningOutcome") if name not in specification]
    lacks += ["providedBy.location" for provider in data["providedBy"] if "location" not in provider]
    return lacks


def as_elm(sheets: Iterable[OfferSheet]) -> bytes:
    graph = [opportunity(sheet) for sheet in sheets]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False).encode()


def list_as_elm(listing: Listing) -> bytes:
    return as_elm(listing.sheets())
