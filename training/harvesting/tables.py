"""Offers in a table with the columns of the catalogue's own export, or of its public table.

Titles and rows are read as an import reads them (``training.exchange``); the values as sites write them.
"""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models

from tera.outgoing.errors import RequestFailed, Trouble
from tera.spreadsheets.errors import SpreadsheetRefused
from tera.spreadsheets.reading import read_table
from tera.spreadsheets.table import Row
from training.enums import CourseMode
from training.exchange.columns import BY_KEY, EDITION, OFFER, Column, keys_on_a_site, parse_slug
from training.exchange.rows import Sheet
from training.models import Edition, Offer

from .collecting import Values, web_address
from .items import Item, ItemTrouble, Reading, Run, key_of
from .values import amount, day, hours, language, line, mode, words

KINDS = ("csv", "text/plain", "octet-stream", "ms-excel", "sheet")


def mode_code(value: object) -> str:
    text = line(value, 60).lower()
    return text if text in CourseMode.values else mode(value)


BY_NAME: dict[str, Callable[[object], object]] = {
    "course_mode": mode_code,
    "in_language": language,
    "learning_hours": hours,
}


def reader_of(column: Column) -> Callable[[object], object]:
    """Return what reads a cell of a site; raises ValueError where it is no such value."""
    field = (Edition if column.part == EDITION else Offer)._meta.get_field(column.field)
    if column.field in BY_NAME:
        return BY_NAME[column.field]
    if isinstance(field, models.DateField):
        return day
    if isinstance(field, models.DecimalField):
        return amount
    if isinstance(field, models.URLField):
        return web_address
    if isinstance(field, models.TextField):
        return words
    if isinstance(field, models.CharField) and not field.choices:
        return lambda text: line(text, field.max_length)
    return strictly(column)


def strictly(column: Column) -> Callable[[object], object]:
    def read(text: object) -> object:
        try:
            return column.parse(text)
        except ValidationError as error:
            raise ValueError(text) from error

    return read


def read_csv_table(body: bytes, url: str, site_language: str, provider_names: set[str]) -> Reading:
    """Read the rows; those of one offer are its runs."""
    reading = Reading()
    try:
        table = read_table(body)
    except SpreadsheetRefused as refusal:
        raise RequestFailed(Trouble.BROKEN, str(refusal)[:200]) from None
    keys, strange = keys_on_a_site(table.titles, site_language)
    is_nameless = not {"name_es", "name_en"} & set(keys)
    if strange or is_nameless:
        reading.complain(url, ItemTrouble.WRONG_TITLES, ", ".join(strange))
    if is_nameless:
        return reading
    rows = Rows(Sheet(table, keys), url, reading)
    for row in table.rows:
        rows.read(row, provider_names)
    for where, item in rows.items:
        reading.add(item, where)
    return reading


class Rows:
    """Reads the rows of one table in their order."""

    def __init__(self, sheet: Sheet, url: str, reading: Reading) -> None:
        self.sheet, self.url, self.reading = sheet, url, reading
        self.items: list[tuple[str, Item]] = []
        self.by_key: dict[str, Item] = {}

    def read(self, row: Row, provider_names: set[str]) -> None:
        where = f"{self.url} · {row.number}"
        texts = self.sheet.texts(row)
        for column, reason in self.sheet.bad_cells(row):
            texts.pop(column.key, None)
            self.reading.complain(where, ItemTrouble.BAD_VALUE, f"{column.field or column.key}: {reason}")
        if (other := texts.get("provider", "").casefold()) and other not in provider_names:
            self.reading.complain(where, ItemTrouble.OTHER_PROVIDER, texts["provider"])
            return
        values, run = self.values(texts, OFFER, where), self.values(texts, EDITION, where)
        item = self.item_of(texts, values, where)
        if run:
            item.runs.append(Run(run_key(texts, run, len(item.runs)), run))

    def values(self, texts: dict[str, str], part: str, where: str) -> dict[str, object]:
        found = Values(self.reading, where)
        for column in self.sheet.columns_in(texts, part):
            found.put(column.field, reader_of(column), texts[column.key])
        return dict(found)

    def item_of(self, texts: dict[str, str], values: dict[str, object], where: str) -> Item:
        """Return the item of an earlier row, when this one is only about another run of it, or a new one."""
        slug = parse_slug(texts.get("offer", ""))
        if slug in self.by_key and not values:
            return self.by_key[slug]
        values.setdefault("source_url", self.url)
        name = str(values.get("name_es") or values.get("name_en") or "")
        own = str(values.get("course_code") or values.get("url") or slug or name.lower())
        key = key_of(own if "://" in own else f"{self.url}#{own}")
        if key in self.by_key and self.by_key[key].values == values:
            return self.by_key[key]
        subjects = BY_KEY["skills"].parse(texts.get("skills", ""))[:60]
        item = Item(key, values, [], subjects, slug)
        self.items.append((where, item))
        self.by_key |= {key: item} | ({slug: item} if slug else {})
        return item


def run_key(texts: dict[str, str], run: dict[str, object], place: int) -> str:
    """Return what stays of a run when its dates move, as far as the table says it."""
    start = run.get("start_date")
    return texts.get("edition") or (start.isoformat() if isinstance(start, date) else str(place + 1))
