"""An offer in simple Dublin Core, which every harvester reads."""

from lxml import etree

from training.feeds.elm import LANGUAGES
from training.feeds.table import address_of
from training.models import Offer

from .text import sound

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
TEXTS = {"title": "name", "description": "abstract"}


def write_record(parent: etree._Element, offer: Offer) -> None:
    """Append the offer; only confirmed skills and profiles are its subjects."""
    record = etree.SubElement(parent, f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": XSI})
    record.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} {SCHEMA}")
    for name, field in TEXTS.items():
        for language in LANGUAGES:
            write_value(record, name, getattr(offer, f"{field}_{language}"), language)
    for link in (*offer.offer_skills.all(), *offer.offer_profiles.all()):
        if link.confirmed_on:
            term = getattr(link, "skill", None) or link.profile
            for language in LANGUAGES:
                write_value(record, "subject", getattr(term, f"label_{language}"), language)
    write_value(record, "publisher", str(offer.provider))
    write_value(record, "date", offer.modified_at.date().isoformat())
    write_value(record, "type", offer.kind)
    write_value(record, "identifier", address_of(offer))
    write_value(record, "source", offer.source_url)
    write_value(record, "language", offer.in_language)
    write_value(record, "coverage", offer.municipality)


def write_value(record: etree._Element, name: str, value: str, language: str = "") -> None:
    if value:
        element = etree.SubElement(record, f"{{{DC}}}{name}")
        element.text = sound(value)
        if language:
            element.set(f"{{{XML}}}lang", language)
