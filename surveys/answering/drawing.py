"""A question's markup, drawn once per process for each state that it is in: most companies see the same."""

from collections.abc import Callable, Hashable
from weakref import WeakKeyDictionary

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from surveys.instrument.definition import Definition

from .entries import Entry

# The kinds that show nothing but themselves; a grid's margins quote what other pages say.
ALIKE = ("number", "money", "percentage", "date", "likert", "single", "multiple", "text", "long_text")
# A state that only one company is in must not push out those that all meet, nor fill the memory.
MOST_PER_VERSION = 2_000
_drawn: WeakKeyDictionary[Definition, dict[Hashable, SafeString]] = WeakKeyDictionary()


def drawn(entry: Entry, level: int, draw: Callable[[], SafeString]) -> SafeString:
    """Return the question as ``draw`` draws it, or as it was drawn before in the same state."""
    state = state_of(entry)
    if state is None or settings.DEBUG:
        return draw()
    kept = _drawn.setdefault(entry.form.definition, {})
    key = (get_language(), level, entry.question.variable, state)
    if key not in kept:
        markup = draw()
        if len(kept) >= MOST_PER_VERSION:
            return markup
        kept[key] = markup
    return kept[key]


def state_of(entry: Entry) -> Hashable | None:
    """Return all that the markup depends on beside the definition; None where that is too much to tell.

    A question with something put into its words, with errors or with what was said last time is one
    company's own.
    """
    form, question = entry.form, entry.question
    if question.kind not in ALIKE or form.is_bound or entry.before:
        return None
    if form.definition.questions.get(question.variable) is not question:
        return None
    own = [name for name in form.fields if name.split("--")[0] == question.variable]
    values = (form.initial.get(name) for name in own)
    return tuple(
        (name, tuple(value) if isinstance(value, list) else value, form.fields[name].disabled)
        for name, value in zip(own, values, strict=True)
    )
