"""Who saved what in a response, the newest first, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator

from surveys.instrument.cells import Key
from surveys.instrument.definition import Definition
from surveys.models import AnswerEvent

from .cells import cell_of_event
from .display import format_cell, name_cell
from .sitting import Sitting

PER_PAGE = 50


@dataclass(frozen=True)
class Entry:
    """One change of one answer: what it was and what it became, empty for no answer."""

    at: datetime
    actor: str
    question: str
    before: str
    after: str


def history_page(sitting: Sitting, number: object) -> Page:
    """Return a page of the company's changes; any number answers with the nearest page."""
    events = sitting.response.events.select_related("variable").order_by("-id")
    page = Paginator(events, PER_PAGE).get_page(number)
    page.object_list = [entry_of(sitting.definition, event) for event in page.object_list]
    return page


def entry_of(definition: Definition, event: AnswerEvent) -> Entry:
    key = Key(event.variable.code, event.row_key, event.col_key)
    slot = definition.slot_of(key)
    if slot is None:  # Asked in a version that the response has left.
        return Entry(event.at, event.actor, event.variable.code, "", "")

    def words(value: dict | None) -> str:
        return format_cell(slot, cell_of_event(value, slot.kind))

    return Entry(event.at, event.actor, name_cell(definition, key), words(event.old), words(event.new))
