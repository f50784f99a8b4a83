"""What the pages of a questionnaire are made of."""

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from surveys.answering.drawing import drawn
from surveys.answering.entries import Entry

register = template.Library()


@register.simple_tag(takes_context=True)
def question(context: Context, entry: Entry, level: int) -> SafeString:
    """Draw a question of a page with its fields; its heading is of that level."""

    def draw() -> SafeString:
        part = context.template.engine.get_template(entry.template)
        with context.push(entry=entry, level=level):
            return part.render(context)

    return drawn(entry, level, draw)
