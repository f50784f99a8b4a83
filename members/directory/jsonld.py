"""An entry of the directory as schema.org Organization; only what everybody may read is in it."""

from members.directory.entry import SCHEMA_TYPES, Entry
from members.enums import SIZE_LIMITS, Audience, DirectoryField, SizeBand
from members.models import Organisation
from tera.jsonld import known

LARGE_FROM = SIZE_LIMITS[SizeBand.LARGE][0]


def organisation_data(organisation: Organisation, *, url: str) -> dict:
    entry = Entry(organisation, Audience.PUBLIC)

    def public(field: DirectoryField, value):
        return value if entry.may_read(field) else None

    return known(
        {
            "@context": "https://schema.org",
            "@type": SCHEMA_TYPES.get(organisation.kind, "Organization"),
            "@id": url,
            "url": entry.website or url,
            "name": entry.name,
            "legalName": public(DirectoryField.LEGAL_NAME, organisation.legal_name),
            "alternateName": public(DirectoryField.OTHER_NAMES, organisation.other_names),
            "description": entry.description,
            "email": public(DirectoryField.EMAIL, organisation.contact_email),
            "telephone": public(DirectoryField.PHONE, organisation.contact_phone),
            "taxID": public(DirectoryField.NIF, entry.nif),
            "knowsAbout": entry.technologies,
            "address": place_data(entry.place),
            "numberOfEmployees": public(DirectoryField.SIZE, people_data(organisation.headcount)),
            "memberOf": {"@type": "Organization", "name": "Clúster TERA"},
        }
    )


def place_data(municipality: str) -> dict:
    return {"@type": "PostalAddress", "addressLocality": municipality} if municipality else {}


def people_data(headcount: int | None) -> dict:
    """Return the band, since the directory says no more than that."""
    if headcount is None:
        return {}
    least, most = SizeBand.of(headcount).limits
    limits = {"minValue": least} if least == LARGE_FROM else {"minValue": least, "maxValue": most}
    return {"@type": "QuantitativeValue"} | limits
