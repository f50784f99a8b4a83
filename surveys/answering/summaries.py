"""Answers read back, and when they were last saved, as markup: each line's frame is drawn once."""

from collections.abc import Hashable, Iterable
from datetime import datetime
from functools import lru_cache
from types import SimpleNamespace
from weakref import WeakKeyDictionary

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language

from surveys.instrument.definition import Definition, Section
from surveys.models import Submission
from tera.stencils import Stencil, hole

from .display import Line
from .sitting import Sitting

ANSWERS = "surveys/_answers.html"
MOST_PER_VERSION = 2_000
_frames: WeakKeyDictionary[Definition, dict[Hashable, Stencil]] = WeakKeyDictionary()


def saved_line(sitting: Sitting) -> SafeString:
    """Say when the answers were last saved, while they can still change."""
    if sitting.response.saved_at is None or not sitting.is_open:
        return mark_safe("")
    saved = localtime(sitting.response.saved_at)
    return saved_at(saved.replace(second=0, microsecond=0), saved.date() == localdate(), get_language())


@lru_cache(maxsize=1_000)
def saved_at(minute: datetime, is_today: bool, language: str) -> SafeString:
    return render_to_string("surveys/_saved.html", {"minute": minute, "is_today": is_today})


def sent_at(receipt: Submission) -> str:
    return date_format(localtime(receipt.at), "DATETIME_FORMAT")


def answers_sent(definition: Definition, sections: Iterable[tuple[Section, list[Line]]]) -> SafeString:
    """Return the copy of what was sent under a definition, as ``_answers.html`` draws it."""
    drawn = (section_sent(definition, section, lines) for section, lines in sections)
    return mark_safe("".join(drawn))  # noqa: S308 - drawn by templates


def section_sent(definition: Definition, section: Section, lines: list[Line]) -> SafeString:
    is_own = any(section is own for own in definition.sections)
    if settings.DEBUG or not is_own or not all(is_plain(line, definition) for line in lines):
        return render_to_string(ANSWERS, {"sections": [(section, lines)]})
    shape = (section.code, *((line.question.variable, len(line.words)) for line in lines))
    kept, key = _frames.setdefault(definition, {}), (get_language(), shape)
    if (frame := kept.get(key)) is None:
        marked = [marked_line(line) for line in lines]
        frame = Stencil(render_to_string(ANSWERS, {"sections": [(section, marked)]}))
        if len(kept) < MOST_PER_VERSION:
            kept[key] = frame
    return frame.fill(
        {
            f"{line.question.variable}-{place}": escape(words)
            for line in lines
            for place, words in enumerate(line.words)
        }
    )


def is_plain(line: Line, definition: Definition) -> bool:
    """Tell whether a line is a question of the definition with words for an answer, and nothing else."""
    is_own = definition.questions.get(line.question.variable) is line.question
    return is_own and not line.rows and not line.last


def marked_line(line: Line) -> SimpleNamespace:
    words = [hole(f"{line.question.variable}-{place}") for place, _words in enumerate(line.words)]
    return SimpleNamespace(question=line.question, words=words, rows=(), is_missing=line.is_missing, last="")
