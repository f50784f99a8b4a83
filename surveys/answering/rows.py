"""The rows of lists: those a company has now, and those of the last edition that it said nothing of yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from surveys.instrument.cells import Cells, Key
from surveys.instrument.definition import Definition
from surveys.instrument.questions import Question
from surveys.instrument.rows import Rows, name_of_row
from surveys.models import Response, RowItem

from .display import format_cell
from .fields import initial_of, name_of

# Every page of a questionnaire with a list runs it: a QuerySet would make its text anew each time.
READ = """
SELECT list_code, key FROM surveys_rowitem
WHERE response_id = %s AND list_code = ANY (%s) AND removed_at IS NULL ORDER BY position, id
"""


def rows_of(response: Response, definition: Definition) -> Rows:
    """Return the rows that are not removed, by list; no query where there is no list."""
    if not definition.lists:
        return {}
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(READ, [response.pk, list(definition.lists)])
        for code, key in cursor:
            found.setdefault(code, []).append(str(key))
    return found


@dataclass(frozen=True)
class Offer:
    """A row of the last edition, to be taken over or left behind; its figures are shown, never copied."""

    key: str
    name: str
    words: tuple[str, ...]


def offers_of(response: Response, question: Question, before: Cells) -> list[Offer]:
    if not question.is_list:
        return []
    keys = dict.fromkeys(key.row for key in before if key.variable == question.variable and key.row)
    settled = response.row_items.filter(list_code=question.variable).values_list("key", flat=True)
    known = {str(key) for key in settled} if keys else set()
    return [
        Offer(key, name_of_row(question, key, before), words_of(question, key, before))
        for key in keys
        if key not in known
    ]


def words_of(question: Question, row: str, cells: Cells) -> tuple[str, ...]:
    """Return what a row says beside its name, each with its column."""
    said = []
    for column in question.columns[1:]:
        key = Key(question.variable, row, column.code)
        if words := format_cell(question.slot_at(key), cells.get(key)):
            said.append(f"{column.label}: {words}")
    return tuple(said)


@dataclass
class Sent:
    """What was sent of a page, without the rows that somebody removed meanwhile."""

    data: object
    lost: list[str] = field(default_factory=list)
    """What was written there and is not stored, each in a sentence that can be shown."""


def without_removed(data: Mapping, response: Response, definition: Definition, cells: Cells) -> Sent:
    """Take the fields of removed rows out of what was sent; no query where there are none."""
    named = {row for name in data if (row := row_named(name, definition))}
    if not named:
        return Sent(data)
    gone = {
        (item.list_code, str(item.key)): item
        for item in RowItem.objects.filter(response=response, removed_at__isnull=False)
        if (item.list_code, str(item.key)) in named
    }
    if not gone:
        return Sent(data)
    sent = Sent(data.copy())
    for place, item in gone.items():
        typed = list(_typed_in(sent.data, definition.questions[place[0]], place[1], cells))
        for name in [name for name in sent.data if row_named(name, definition) == place]:
            del sent.data[name]
        if typed:
            sent.lost.append(_told(definition.questions[place[0]], item, typed, cells))
    return sent


def row_named(name: str, definition: Definition) -> tuple[str, str] | None:
    """Return the list and the row that a field's name is of."""
    parts = name.split("--")
    if len(parts) == 3 and parts[0] in definition.lists and definition.slot_of(Key(*parts)):
        return parts[0], parts[1]
    return None


def _typed_in(data: Mapping, question: Question, row: str, cells: Cells) -> Iterator[str]:
    """Yield what was written in a row beyond what is stored of it."""
    for column in question.columns:
        key = Key(question.variable, row, column.code)
        slot = question.slot_at(key)
        typed = str(data.get(name_of(key), "")).strip()
        if typed and typed != str(initial_of(slot, cells.get(key)).get(name_of(key), "")):
            yield f"{column.label}: {typed[:300]}"


def _told(question: Question, item: RowItem, typed: list[str], cells: Cells) -> str:
    words = {
        "row": name_of_row(question, str(item.key), cells) or _("A row"),
        "name": item.removed_by or _("another person"),
        "time": time_format(localtime(item.removed_at), "H:i"),
        "typed": "; ".join(typed),
    }
    return (
        _(
            "“%(row)s” was removed by %(name)s at %(time)s. You had written: %(typed)s. "
            "Add it again if it is still needed."
        )
        % words
    )
