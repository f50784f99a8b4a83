"""An offer as rows of the spreadsheet: one for each edition, or one alone."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from members.exchange.cells import write
from tera.spreadsheets.writing import write_csv, write_xlsx
from training.models import Edition, Offer, OfferSkill

from .columns import COLUMNS, EDITION, OFFER, Column

Cell = str | int


def with_all_columns(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Fetch along whatever the columns read."""
    return (
        offers.without_search_columns()
        .select_related("provider__organisation")
        .prefetch_related(
            Prefetch("offer_skills", OfferSkill.objects.shown().select_related("skill")),
            Prefetch("editions", Edition.objects.order_by("pk")),
            "origins",
        )
    )


def skill_codes(offer: Offer) -> list[str]:
    return sorted(link.skill.code for link in offer.offer_skills.all())


def shown(value: object, column: Column) -> Cell:
    """Write a value for a cell, a choice by its name."""
    if value in (None, "", []):
        return ""
    if column.field == "audience" or column.key == "skills":
        return ", ".join(value)
    if column.choices:
        known = {choice.value: str(choice.label) for choice in column.choices}
        return known.get(value, value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return write(value)


def offer_cell(offer: Offer, column: Column) -> Cell:
    if column.key == "offer":
        return offer.slug
    if column.key == "provider":
        return offer.provider.organisation.slug
    if column.key == "skills":
        return shown(skill_codes(offer), column)
    return shown(getattr(offer, column.field), column) if column.part == OFFER else ""


def edition_cell(edition: Edition | None, column: Column) -> Cell:
    if edition is None:
        return ""
    if column.key == "edition":
        return edition.pk
    return shown(getattr(edition, column.field), column) if column.part == EDITION else ""


def rows_of(offer: Offer) -> Iterator[list[Cell]]:
    for place, edition in enumerate(list(offer.editions.all()) or [None]):
        yield [
            edition_cell(edition, column)
            if column.part == EDITION or column.key == "edition"
            else offer_cell(offer, column)
            if place == 0 or column.key == "offer"
            else ""
            for column in COLUMNS
        ]


def export_offers(offers: QuerySet[Offer], kind: str) -> bytes:
    titles = [column.title() for column in COLUMNS]
    rows = [row for offer in with_all_columns(offers.order_by("slug")) for row in rows_of(offer)]
    return write_csv(titles, rows) if kind == "csv" else write_xlsx(_("Training offers"), titles, rows)
