"""What an expression or a condition reads, looked up in the questionnaire."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from surveys.instrument.cells import FIGURES
from surveys.instrument.definition import Definition
from surveys.instrument.expressions import Read
from surveys.instrument.questions import Row, Slot
from surveys.instrument.texts import Text

DAYS = ("date",)
WORDS = ("text", "long_text")


def slots_read(definition: Definition, read: Read) -> list[Slot]:
    """Return the cells that a place stands for; none where the questionnaire has no such place."""
    key = read.key
    question = definition.questions.get(key.variable)
    if question is None:
        return []
    if not read.whole and not read.own_row:
        return [definition.slots[key]] if key in definition.slots else []
    if question.is_list:  # whose rows are not known before
        question = replace(question, rows=(Row("", Text()),) if not key.row else ())
        return [slot for slot in question.slots() if not key.col or slot.key.col == key.col]
    slots = list(question.slots())
    if not any(slot.key.row for slot in slots):
        return [] if key.row or key.col else slots
    return [
        slot
        for slot in slots
        if slot.key.row
        and (not key.row or slot.key.row == key.row)
        and (not key.col or slot.key.col == key.col)
    ]


def unknown_places(definition: Definition, reads: Iterator[Read], place: str) -> Iterator[str]:
    """Say of each place read that it does not exist, or that it is not of the kind its use asks for."""
    for read in dict.fromkeys(reads):
        words = {"place": place, "code": read.key.variable}
        if read.key.variable not in definition.questions:
            yield (
                _(
                    "%(place)s asks for “%(code)s”, which does not exist. "
                    "Choose another question or take it out."
                )
                % words
            )
        elif not (slots := slots_read(definition, read)):
            yield _lacks(definition, read, words)
        elif problem := _misused(read, slots):
            yield problem % words


def _lacks(definition: Definition, read: Read, words: dict) -> str:
    question = definition.questions[read.key.variable]
    for part, items in ((read.key.row, question.rows), (read.key.col, question.columns)):
        if part and items and part not in {item.code for item in items}:
            return _("%(place)s asks for “%(part)s”, which is no row or column of “%(code)s”.") % {
                **words,
                "part": part,
            }
    return _("%(place)s asks for a cell that “%(code)s” does not have.") % words


def _misused(read: Read, slots: list[Slot]) -> str:
    kinds = {slot.kind for slot in slots}
    if read.use == "number" and not _fits(read, kinds, FIGURES):
        return _("%(place)s reckons with “%(code)s”, which is not a number.")
    if read.use == "date" and not kinds <= set(DAYS):
        return _("%(place)s takes “%(code)s” for a date, and it is none.")
    if read.use == "count" and kinds <= {*FIGURES, *WORDS, *DAYS} and not any(s.key.col for s in slots):
        return _("%(place)s counts “%(code)s”, which has neither choices nor rows.")
    if read.use == "rank" and kinds != {"ranking"}:
        return _("%(place)s asks for a place in “%(code)s”, which is no order of preference.")
    if read.use in ("is", "in") and kinds <= {*WORDS, "opt_out"}:
        return _("%(place)s compares “%(code)s” with given words; ask instead whether it is answered.")
    return ""


def _fits(read: Read, kinds: set[str], wanted: tuple[str, ...]) -> bool:
    """Of a whole grid, one column of numbers is enough; of a column, it has to be one."""
    whole_grid = read.whole and not read.key.col
    return bool(kinds & set(wanted)) if whole_grid else kinds <= set(wanted)
