"""Who saved what in a response, the newest first, in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.core.paginator import Page, Paginator

from surveys.instrument.cells import Key
from surveys.instrument.definition import Definition
from surveys.instrument.parser import compiled
from surveys.instrument.questions import Question, Slot
from surveys.models import Answer, AnswerEvent, Response

from .cells import cell_of_event, stored_cell
from .display import format_cell, name_cell
from .piping import quoted, words_of
from .sitting import Sitting

PER_PAGE = 50

Worded = Callable[[Definition, Question], Question]


@dataclass(frozen=True)
class Entry:
    """One change of one answer: what it was and what it became, empty for no answer."""

    at: datetime
    actor: str
    question: str
    before: str
    after: str


@dataclass(frozen=True)
class Reading:
    """A version that the response answered, and until when."""

    definition: Definition
    left_at: datetime | None = None


def history_page(sitting: Sitting, number: object) -> Page:
    """Return a page of the company's changes; any number answers with the nearest page."""
    events = sitting.response.events.select_related("variable").order_by("-id")
    page = Paginator(events, PER_PAGE).get_page(number)
    readings = readings_of(sitting.response)

    def worded(definition: Definition, question: Question) -> Question:
        # The answers are read only for a question that quotes some.
        return quoted(question, lambda: words_of(sitting.unit, definition, sitting.cells))

    page.object_list = [entry_of(readings, event, worded) for event in page.object_list]
    return page


def readings_of(response: Response) -> list[Reading]:
    """Return the versions that the response answered, the newest first."""
    moves = response.moves.select_related("move", "version_before").order_by("-move__at", "-pk")
    left = moves.defer("move__counts", "version_before__definition", "set_aside")
    return [
        Reading(compiled(response.version)),
        *(Reading(compiled(m.version_before), m.move.at) for m in left),
    ]


def entry_of(readings: list[Reading], event: AnswerEvent, worded: Worded) -> Entry:
    key = Key(event.variable.code, event.row_key, event.col_key)
    for definition in in_force(readings, event.at):
        slot = definition.slot_of(key)
        if slot and knows(slot, event.old) and knows(slot, event.new):
            break
    else:  # No version that this response answered asks it like that.
        return Entry(event.at, event.actor, event.variable.code, "", "")

    def words(value: dict | None) -> str:
        return format_cell(slot, cell_of_event(value, slot.kind))

    asked = name_cell(worded(definition, definition.questions[key.variable]), key)
    return Entry(event.at, event.actor, asked, words(event.old), words(event.new))


def said_by(readings: list[Reading], answer: Answer) -> tuple[str, str]:
    """Return what a stored cell asks and says, in the words of the newest version that has both."""
    key, cell = Key(answer.variable.code, answer.row_key, answer.col_key), stored_cell(answer)
    for reading in readings:
        slot = reading.definition.slot_of(key)
        if slot and knows(slot, {"value": cell.plain}):
            return name_cell(reading.definition.questions[key.variable], key), format_cell(slot, cell)
    return key.variable, str(cell.plain or "")


def in_force(readings: list[Reading], at: datetime) -> Iterator[Definition]:
    """Yield the version that was answered then, and the others after it: the older ones first.

    What a move emptied is written under the new version and read in the words of the one before.
    """
    newer = sum(reading.left_at is None or reading.left_at > at for reading in readings)
    then = max(newer - 1, 0)
    return (reading.definition for reading in chain(readings[then:], readings[:then]))


def knows(slot: Slot, value: dict | None) -> bool:
    """Tell whether a cell has a word for whatever the log says was chosen in it."""
    chosen = value and value["value"]
    if chosen is None or not slot.codes:
        return True
    return all(str(code) in slot.codes for code in (chosen if isinstance(chosen, list) else [chosen]))
