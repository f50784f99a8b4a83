"""An offer as a row of a table: the same columns in CSV and in JSON."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tera.spreadsheets.writing import write_csv
from training.enums import EditionState
from training.jsonld import course_data
from training.models import Offer
from training.presentation import OfferSheet, edition_words

from .listing import Listing

Value = str | int


@dataclass(frozen=True)
class Column:
    """A column: its name in JSON, its title for people, and what it says of an offer."""

    name: str
    title: str | Promise
    read: Callable[[OfferSheet], Value]


def day(value: date | None) -> str:
    return value.isoformat() if value else ""


def state_of(sheet: OfferSheet) -> EditionState:
    return EditionState(sheet.offer.state)


def codes(links: Iterable, field: str) -> str:
    """Return the codes of the confirmed links only: the others are nobody's word yet."""
    return ", ".join(sorted(getattr(link, field).code for link in links if link.confirmed_on))


COLUMNS = (
    Column("name", _("Name"), lambda sheet: sheet.offer.name),
    Column("provider", _("Provider"), lambda sheet: str(sheet.offer.provider)),
    Column("provider_type", _("Type of provider"), lambda s: s.offer.provider.provider_type),
    Column("kind", _("Kind"), lambda sheet: sheet.offer.kind),
    Column("code", _("Code"), lambda s: s.offer.course_code or s.offer.certificate_code),
    Column("audience", _("Who may enrol"), lambda sheet: ", ".join(sheet.offer.audience)),
    Column("price_category", _("Price"), lambda sheet: sheet.offer.price_category),
    Column("price", _("Amount (€)"), lambda s: "" if s.offer.price is None else str(s.offer.price)),
    Column("mode", _("Mode"), lambda sheet: sheet.offer.course_mode),
    Column("municipality", _("Municipality"), lambda sheet: sheet.offer.municipality),
    Column("language", _("Language"), lambda sheet: sheet.offer.in_language),
    Column("hours", _("Hours"), lambda s: "" if s.offer.learning_hours is None else s.offer.learning_hours),
    Column("level", _("Level"), lambda sheet: sheet.offer.level),
    Column("eqf_level", _("EQF level"), lambda s: "" if s.offer.eqf_level is None else s.offer.eqf_level),
    Column("credential", _("Credential"), lambda sheet: sheet.offer.credential),
    Column("enrolment", _("Enrolment"), lambda sheet: state_of(sheet).name.lower()),
    Column("next_date", _("Next date"), lambda sheet: day(sheet.offer.next_date)),
    Column("dates", _("Dates"), lambda sheet: edition_words(sheet.best_edition)),
    Column("skills", _("Skills"), lambda sheet: codes(sheet.offer.offer_skills.all(), "skill")),
    Column("profiles", _("Profiles"), lambda sheet: codes(sheet.offer.offer_profiles.all(), "profile")),
    Column("page", _("Page"), lambda sheet: address_of(sheet.offer)),
    Column("enrol_page", _("Enrolment page"), lambda sheet: sheet.enrol_url),
    Column("source", _("Source"), lambda sheet: sheet.offer.source_url or sheet.offer.source_note),
    Column("checked_on", _("Checked on"), lambda sheet: day(sheet.offer.source_checked_on)),
    Column("is_demo", _("Invented for the demonstration"), lambda s: "1" if s.offer.is_demo else ""),
)


def address_of(offer: Offer) -> str:
    return settings.SITE_URL + offer.get_absolute_url()


def as_csv(listing: Listing) -> bytes:
    rows = ([column.read(sheet) for column in COLUMNS] for sheet in listing.sheets())
    return write_csv([str(column.title) for column in COLUMNS], rows)


def as_json(listing: Listing) -> bytes:
    """Return the rows, and each offer as schema.org Course; empty facts are left out of both."""
    offers = [
        {column.name: value for column in COLUMNS if (value := column.read(sheet)) != ""}
        | {"course": course_data(sheet.offer, url=address_of(sheet.offer))}
        for sheet in listing.sheets()
    ]
    data = {
        "page": listing.page_url,
        "total": listing.search.total,
        "is_cut": listing.is_cut,
        "offers": offers,
    }
    return json.dumps(data, ensure_ascii=False).encode()
