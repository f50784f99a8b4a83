"""A question's markup, drawn once per process for each state that it is in: most companies see the same."""

from collections.abc import Callable, Hashable
from weakref import WeakKeyDictionary

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from surveys.instrument.cells import Cells
from surveys.instrument.definition import Definition
from surveys.instrument.questions import Question

from .entries import Entry
from .fields import initial_of

# The kinds that show nothing but themselves; a grid's margins quote what other pages say.
ALIKE = ("number", "money", "percentage", "date", "likert", "single", "multiple", "text", "long_text")
# A state that only one company is in must not push out those that all meet, nor fill the memory.
MOST_PER_VERSION = 2_000
_drawn: WeakKeyDictionary[Definition, dict[Hashable, SafeString]] = WeakKeyDictionary()


def drawn(entry: Entry, level: int, draw: Callable[[], SafeString]) -> SafeString:
    """Return the question as ``draw`` draws it, or as it was drawn before in the same state.

    A question with errors or with what was said last time is one company's own.
    """
    form, question = entry.form, entry.question
    if form.is_bound or entry.before or settings.DEBUG or not is_alike(question, form.definition):
        return draw()
    is_disabled = any(field.disabled for field in form.fields.values())
    return drawn_for(form.definition, question, level, form.cells, draw, is_disabled=is_disabled)


def drawn_for(
    definition: Definition,
    question: Question,
    level: int,
    cells: Cells,
    draw: Callable[[], SafeString],
    *,
    is_disabled: bool = False,
) -> SafeString:
    """Return a question that ``is_alike`` with the answers there are to it."""
    kept = _drawn.setdefault(definition, {})
    key = (get_language(), level, question.variable, is_disabled, state_of(question, cells))
    if key in kept:
        return kept[key]
    markup = draw()
    if len(kept) < MOST_PER_VERSION:
        kept[key] = markup
    return markup


def is_alike(question: Question, definition: Definition) -> bool:
    """Tell whether a question looks the same to all who answered it alike.

    One with something put into its words is one company's own.
    """
    return question.kind in ALIKE and definition.questions.get(question.variable) is question


def state_of(question: Question, cells: Cells) -> Hashable:
    """Return all that the markup depends on beside the definition: what the fields hold."""
    if not cells:
        return ()
    return tuple(
        (name, tuple(value) if isinstance(value, list) else value)
        for slot in question.slots()
        for name, value in initial_of(slot, cells.get(slot.key)).items()
    )
