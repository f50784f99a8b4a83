"""What the pages of a questionnaire are made of."""

from types import SimpleNamespace

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from surveys.answering.drawing import drawn
from surveys.answering.entries import Entry
from surveys.answering.frames import Hole
from surveys.answering.sitting import Sitting
from surveys.answering.summaries import saved_line as line_of
from surveys.results.comparison import can_compare

register = template.Library()


@register.simple_tag(takes_context=True)
def question(context: Context, entry: Entry | Hole, level: int) -> SafeString:
    """Draw a question of a page with its fields; its heading is of that level."""
    if isinstance(entry, Hole):
        return entry.mark(level)

    def draw() -> SafeString:
        part = context.template.engine.get_template(entry.template)
        with context.push(entry=entry, level=level):
            return part.render(context)

    return drawn(entry, level, draw)


@register.simple_tag
def saved_line(sitting: Sitting) -> SafeString:
    """Say when the answers were last saved; of a stand-in, the mark for it."""
    return sitting.saved_line if isinstance(sitting, SimpleNamespace) else line_of(sitting)


@register.filter
def is_compared(sitting: Sitting) -> bool:
    """Tell whether what a company answered can be set beside the others'."""
    return can_compare(sitting.definition.questions)
