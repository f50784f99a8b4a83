"""Offers in a CSV with the columns of the catalogue's own export."""

from collections.abc import Callable

from django.utils.translation import override

from tera.outgoing.errors import RequestFailed, Trouble
from tera.spreadsheets.errors import SpreadsheetRefused
from tera.spreadsheets.reading import read_table
from training.enums import Audience, CourseMode, DisplayLevel, OfferKind, PriceCategory
from training.feeds.table import COLUMNS

from .collecting import Values, web_address
from .items import NAME_LENGTH, Item, ItemTrouble, Reading, key_of
from .values import amount, hours, language, line, mode

KINDS = ("csv", "text/plain", "octet-stream", "ms-excel", "sheet")


def one_of(choices) -> Callable[[object], str]:
    """Return a reader of a choice by its code; anything else is no value."""

    def read(value: object) -> str:
        text = line(value, 60).lower()
        if text and text not in choices.values:
            raise ValueError(text)
        return text

    return read


def audience(value: object) -> list[str]:
    return [one_of(Audience)(part) for part in str(value).split(",") if part.strip()]


def level(value: object) -> int | None:
    return int(str(value)) if str(value).strip() else None


def mode_code(value: object) -> str:
    text = line(value, 60).lower()
    return text if text in CourseMode.values else mode(value)


# What each column of the export says of an offer; {} is the source's language.
FIELDS: dict[str, tuple[str, Callable[[object], object]]] = {
    "name": ("name_{}", lambda value: line(value, NAME_LENGTH)),
    "kind": ("kind", one_of(OfferKind)),
    "code": ("course_code", lambda value: line(value, 40)),
    "audience": ("audience", audience),
    "price_category": ("price_category", one_of(PriceCategory)),
    "price": ("price", amount),
    "mode": ("course_mode", mode_code),
    "municipality": ("municipality", lambda value: line(value, 80)),
    "language": ("in_language", language),
    "hours": ("learning_hours", hours),
    "level": ("level", one_of(DisplayLevel)),
    "eqf_level": ("eqf_level", level),
    "credential": ("credential_{}", lambda value: line(value, 200)),
    "enrol_page": ("url", web_address),
    "source": ("source_url", web_address),
}


def titles_of_columns() -> dict[str, str]:
    """Return the names of the columns by all their titles: the name itself, Spanish and English."""
    titles = {column.name: column.name for column in COLUMNS}
    for each in ("es", "en"):
        with override(each):
            for column in COLUMNS:
                titles.setdefault(str(column.title), column.name)
    return titles


def name_of_column(title: str, titles: dict[str, str]) -> str:
    """Exactly as written first: "Price" is the title of one column, and "price" the name of another."""
    folded = {known.casefold(): name for known, name in reversed(titles.items())}
    return titles.get(title) or folded.get(title.casefold(), "")


def read_csv_table(body: bytes, url: str, site_language: str, provider_names: set[str]) -> Reading:
    reading = Reading()
    try:
        table = read_table(body)
    except SpreadsheetRefused as refusal:
        raise RequestFailed(Trouble.BROKEN, str(refusal)[:200]) from None
    known = titles_of_columns()
    names = [name_of_column(title, known) for title in table.titles]
    strange = [title for title, name in zip(table.titles, names, strict=True) if title and not name]
    if strange or "name" not in names:
        reading.complain(url, ItemTrouble.WRONG_TITLES, ", ".join(strange))
    if "name" not in names:
        return reading
    for row in table.rows:
        cells = {
            name: cell.strip() for name, cell in zip(names, row.cells, strict=True) if name and cell.strip()
        }
        where = f"{url} · {row.number}"
        if (other := cells.get("provider", "").casefold()) and other not in provider_names:
            reading.complain(where, ItemTrouble.OTHER_PROVIDER, cells["provider"])
            continue
        reading.add(read_row(cells, where, site_language, url, reading), where)
    return reading


def read_row(cells: dict[str, str], where: str, site_language: str, url: str, reading: Reading) -> Item:
    values = Values(reading, where)
    for name, (field, read) in FIELDS.items():
        if name in cells:
            values.put(field.format(site_language), read, cells[name])
    values.setdefault("source_url", url)
    own = cells.get("code") or values.get("url") or cells.get("name", "").lower()
    subjects = [part.strip() for part in cells.get("skills", "").split(",") if part.strip()]
    return Item(key_of(own if "://" in own else f"{url}#{own}"), dict(values), [], subjects[:60])
