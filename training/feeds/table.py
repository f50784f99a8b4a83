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
from training.presentation import OfferSheet
from training.wording import edition_words

from .listing import Listing

Value = str | int


@dataclass(frozen=True)
class Column:
    """A column: its name in JSON, its title for people, and what it says of an offer.

    ``key`` is the column of the import that says the same (``{}`` stands for the table's language), empty
    for what is worked out; ``near`` is what a provider means that has such a column on its own site.
    """

    name: str
    title: str | Promise
    read: Callable[[OfferSheet], Value]
    key: str = ""
    near: str = ""


def day(value: date | None) -> str:
    return value.isoformat() if value else ""


def state_of(sheet: OfferSheet) -> EditionState:
    return EditionState(sheet.offer.state)


def of_edition(name: str) -> Callable[[OfferSheet], str]:
    return lambda sheet: day(getattr(sheet.best_edition, name, None))


def number_of_edition(name: str) -> Callable[[OfferSheet], Value]:
    def read(sheet: OfferSheet) -> Value:
        number = getattr(sheet.best_edition, name, None)
        return "" if number is None else number

    return read


def codes(links: Iterable, field: str) -> str:
    """Return the codes of the confirmed links only: the others are nobody's word yet."""
    return ", ".join(sorted(getattr(link, field).code for link in links if link.confirmed_on))


COLUMNS = (
    Column("name", _("Name"), lambda sheet: sheet.offer.name, "name_{}"),
    Column("provider", _("Provider"), lambda sheet: str(sheet.offer.provider), "provider"),
    Column("provider_type", _("Type of provider"), lambda s: s.offer.provider.provider_type),
    Column("kind", _("Kind"), lambda sheet: sheet.offer.kind, "kind"),
    Column("code", _("Code"), lambda s: s.offer.course_code or s.offer.certificate_code, near="course_code"),
    Column("audience", _("Who may enrol"), lambda sheet: ", ".join(sheet.offer.audience), "audience"),
    Column("price_category", _("Price"), lambda sheet: sheet.offer.price_category, "price_category"),
    Column("price", _("Amount (€)"), lambda s: "" if s.offer.price is None else str(s.offer.price), "price"),
    Column("mode", _("Mode"), lambda sheet: sheet.offer.course_mode, "course_mode"),
    Column("municipality", _("Municipality"), lambda sheet: sheet.offer.municipality, "municipality"),
    Column("language", _("Language"), lambda sheet: sheet.offer.in_language, "in_language"),
    Column(
        "hours",
        _("Hours"),
        lambda s: "" if s.offer.learning_hours is None else s.offer.learning_hours,
        "learning_hours",
    ),
    Column("level", _("Level"), lambda sheet: sheet.offer.level, "level"),
    Column(
        "eqf_level",
        _("EQF level"),
        lambda s: "" if s.offer.eqf_level is None else s.offer.eqf_level,
        "eqf_level",
    ),
    Column("credential", _("Credential"), lambda sheet: sheet.offer.credential, "credential_{}"),
    Column("enrolment", _("Enrolment"), lambda sheet: state_of(sheet).name.lower()),
    Column("next_date", _("Next date"), lambda sheet: day(sheet.offer.next_date)),
    Column("dates", _("Dates"), lambda sheet: edition_words(sheet.best_edition)),
    Column("skills", _("Skills"), lambda sheet: codes(sheet.offer.offer_skills.all(), "skill"), "skills"),
    Column("profiles", _("Profiles"), lambda sheet: codes(sheet.offer.offer_profiles.all(), "profile")),
    Column("start_date", _("Starts on"), of_edition("start_date"), "edition_start_date"),
    Column("end_date", _("Ends on"), of_edition("end_date"), "edition_end_date"),
    Column(
        "application_deadline",
        _("Enrolment until"),
        of_edition("application_deadline"),
        "edition_application_deadline",
    ),
    Column("places", _("Places"), number_of_edition("places"), "edition_places"),
    Column("places_left", _("Places left"), number_of_edition("places_left"), "edition_places_left"),
    Column("waiting_list", _("People waiting"), number_of_edition("waiting_list"), "edition_waiting_list"),
    Column("page", _("Page"), lambda sheet: address_of(sheet.offer), "offer"),
    Column("enrol_page", _("Enrolment page"), lambda sheet: sheet.enrol_url, near="url"),
    Column(
        "source",
        _("Source"),
        lambda sheet: sheet.offer.source_url or sheet.offer.source_note,
        near="source_url",
    ),
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
        "total": listing.search.number,
        "is_cut": listing.is_cut,
        "offers": offers,
    }
    return json.dumps(data, ensure_ascii=False).encode()
