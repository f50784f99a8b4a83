"""One visit to a source, of whatever kind it is."""

from collections.abc import Callable

from tera.outgoing.answer import Answer
from tera.outgoing.client import Client
from training.enums import SourceKind

from . import calendars, feeds, tables
from .items import Reading
from .pages import Note, Walk, fetch


def nothing(done: int, total: int) -> None:
    """Note no progress."""


def visit(
    kind: str,
    url: str,
    *,
    client: Client,
    language: str = "es",
    only: str = "",
    provider_names: set[str] | None = None,
    note: Note = nothing,
) -> Reading:
    """Read a source. Raises RequestFailed when its own address gives nothing that can be read."""
    if kind == SourceKind.PAGES:
        return Walk(client, url, only=only, language=language, note=note).read()
    kinds, read = READERS[SourceKind(kind)]
    return read(fetch(client, url, kinds), url, language, provider_names or set())


READERS: dict[str, tuple[tuple[str, ...], Callable[[Answer, str, str, set[str]], Reading]]] = {
    SourceKind.FEED: (
        feeds.KINDS,
        lambda answer, url, language, names: feeds.read_feed(answer.text, url, language),
    ),
    SourceKind.CALENDAR: (
        calendars.KINDS,
        lambda answer, url, language, names: calendars.read_calendar(answer.text, url, language),
    ),
    SourceKind.TABLE: (
        tables.KINDS,
        lambda answer, url, language, names: tables.read_csv_table(answer.body, url, language, names),
    ),
}
