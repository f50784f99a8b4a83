"""Between what a person typed and what a row of ``Answer`` holds: typed values, checked once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from surveys.enums import AnswerStatus
from surveys.instrument.cells import BLANK, Cell, Key, Value, from_plain
from surveys.instrument.definition import Definition
from surveys.instrument.questions import Slot
from surveys.models import Answer

from .errors import CellRefused

TEXT_LIMITS = {"text": 300, "long_text": 5000}
LARGEST = Decimal(10) ** 12
FIELDS = {
    "number": "num",
    "money": "num",
    "percentage": "num",
    "scale": "num",
    "date": "day",
    "likert": "choice",
    "single": "choice",
    "multiple": "choices",
    "ranking": "choices",
    "text": "txt",
    "long_text": "txt",
}


@dataclass(frozen=True)
class Change:
    """A value to put into one cell; ``base`` is the revision it was based on, if that is known."""

    variable: str
    value: int | Decimal | date | str | Iterable[str] | None = None
    row: str = ""
    col: str = ""
    status: str = AnswerStatus.GIVEN
    base: int | None = None

    @property
    def key(self) -> Key:
        return Key(self.variable, self.row, self.col)


def cell_of(change: Change, definition: Definition) -> Cell:
    """Return the typed cell that a change asks for; raises ``CellRefused``."""
    slot = definition.slot_of(change.key)
    if slot is None:
        raise CellRefused(change.key, _("The questionnaire does not have this answer."))
    if change.status == AnswerStatus.GIVEN:
        value = typed(slot, change.value)
        return BLANK if value is None else Cell(value)
    if change.status == AnswerStatus.BLANK:
        return BLANK
    if slot.opt_out is None or change.status != slot.opt_out.status:
        raise CellRefused(change.key, _("This question cannot be left out in that way."))
    return Cell(status=change.status)


def typed(slot: Slot, value: object) -> Value:
    """Return ``value`` in the type its cell stores; empty is None. Raises ``CellRefused``."""
    if value is None or value in ("", [], ()):
        return None
    read = READERS.get(slot.kind)
    if read is None:
        raise CellRefused(slot.key, _("This cell takes no value."))
    return read(slot, value)


def _figure(slot: Slot, value: object, lowest: Decimal | int, highest: Decimal | int) -> Decimal:
    """Return a number between the cell's bounds, or between these where it has none."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise CellRefused(slot.key, _("Enter a number, using figures only."))
    number = Decimal(value)
    lowest = lowest if slot.minimum is None else Decimal(str(slot.minimum))
    highest = highest if slot.maximum is None else Decimal(str(slot.maximum))
    if not number.is_finite() or not lowest <= number <= highest:
        message = _("Enter a number between %(lowest)s and %(highest)s.")
        raise CellRefused(slot.key, message % {"lowest": lowest, "highest": highest})
    return number


def _number(slot: Slot, value: object) -> Decimal:
    number = _figure(slot, value, 0, LARGEST)
    if number != number.to_integral_value():
        raise CellRefused(slot.key, _("Enter a whole number, without decimals."))
    return number


def _money(slot: Slot, value: object) -> Decimal:
    return _to_cents(slot, _figure(slot, value, -LARGEST, LARGEST))


def _percentage(slot: Slot, value: object) -> Decimal:
    return _to_cents(slot, _figure(slot, value, 0, 100))


def _to_cents(slot: Slot, number: Decimal) -> Decimal:
    if number != round(number, 2):
        raise CellRefused(slot.key, _("Enter at most two decimals."))
    return number


def _day(slot: Slot, value: object) -> str:
    """Return a day in its written form (ISO 8601), which texts and expressions read."""
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise CellRefused(
            slot.key, _("Enter the date as day, month and year, such as 31/12/2026.")
        ) from error
    for bound, is_out, message in (
        (slot.minimum, lambda bound: day < bound, _("Enter a date from %(day)s on.")),
        (slot.maximum, lambda bound: day > bound, _("Enter a date up to %(day)s.")),
    ):
        if bound and is_out(date.fromisoformat(bound)):
            raise CellRefused(slot.key, message % {"day": date_format(date.fromisoformat(bound))})
    return day.isoformat()


def _scale(slot: Slot, value: object) -> Decimal:
    return Decimal(_single(slot, str(value)))


def _single(slot: Slot, value: object) -> str:
    if value not in slot.codes:
        raise CellRefused(slot.key, _("Choose one of the answers in the list."))
    return value


def _multiple(slot: Slot, value: object) -> tuple[str, ...] | None:
    chosen = {value} if isinstance(value, str) else set(value)
    if not chosen <= slot.codes.keys():
        raise CellRefused(slot.key, _("Choose among the answers in the list."))
    if len(chosen) > 1 and any(slot.codes[code].exclusive for code in chosen):
        raise CellRefused(slot.key, _("“None” cannot be combined with other answers."))
    return tuple(code for code in slot.codes if code in chosen) or None


def _ranking(slot: Slot, value: object) -> tuple[str, ...] | None:
    order = (value,) if isinstance(value, str) else tuple(value)
    if not set(order) <= slot.codes.keys():
        raise CellRefused(slot.key, _("Choose among the answers in the list."))
    if len(set(order)) < len(order):
        raise CellRefused(slot.key, _("Choose each answer only once."))
    if len(order) > slot.places:
        raise CellRefused(slot.key, _("Choose at most %(places)s answers.") % {"places": slot.places})
    return order or None


def _words(slot: Slot, value: object) -> str | None:
    if not isinstance(value, str) or "\0" in value:
        raise CellRefused(slot.key, _("The text holds characters that cannot be stored."))
    text = value.strip()
    if len(text) > (limit := TEXT_LIMITS[slot.kind]):
        message = _("Write at most %(limit)s characters; you have written %(length)s.")
        raise CellRefused(slot.key, message % {"limit": limit, "length": len(text)})
    return text or None


READERS: dict[str, Callable[[Slot, object], Value]] = {
    "number": _number,
    "money": _money,
    "percentage": _percentage,
    "date": _day,
    "likert": _single,
    "scale": _scale,
    "single": _single,
    "multiple": _multiple,
    "ranking": _ranking,
    "text": _words,
    "long_text": _words,
}


def stored_cell(answer: Answer) -> Cell:
    """Return what a row holds; its variable need not be loaded."""
    value = answer.value
    if isinstance(value, date):
        value = value.isoformat()
    return Cell(tuple(value) if isinstance(value, list) else value, answer.status)


def fill(answer: Answer, cell: Cell, slot: Slot) -> None:
    """Put a cell into a row: one typed field is set, all others are empty."""
    for name in Answer.VALUE_FIELDS:
        setattr(answer, name, None)
    if cell.value is not None:
        value = list(cell.value) if isinstance(cell.value, tuple) else cell.value
        if slot.kind == "date":
            value = date.fromisoformat(value)
        setattr(answer, FIELDS[slot.kind], value)
    answer.status = cell.status


def cell_of_event(value: dict | None, kind: str) -> Cell:
    """Return the cell that the event log kept, given the cell's kind."""
    if value is None or value["status"] == AnswerStatus.BLANK:
        return BLANK
    return from_plain(value["value"], kind, value["status"])


def as_json(cell: Cell | None) -> dict | None:
    """Return what the event log keeps of a cell; None is a cell that did not exist."""
    return None if cell is None else {"value": cell.plain, "status": cell.status}
