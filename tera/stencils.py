"""Markup that is drawn once and filled in for each reader.

It is drawn with marks in the place of what differs, and cut at the marks. So nothing of one reader
can be left in what the next one gets: whoever draws has nothing of anybody.
"""

import re
import secrets
import uuid
from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

# Letters and figures only: no escaping changes a mark. Nobody can write one into a text.
SECRET = secrets.token_hex(12)
NAMED = re.compile(rf"hole{SECRET}x(.+?)x{SECRET}")


def hole(name: str) -> SafeString:
    """Return the mark for a value of that name: letters, figures, hyphens and underscores."""
    return mark_safe(f"hole{SECRET}x{name}x{SECRET}")  # noqa: S308 - no character that means anything in HTML


class Stencil:
    """Drawn markup, cut at its marks.

    ``others`` are marks that had to be of another form, such as a number in an address: name by mark.
    """

    def __init__(self, markup: str, others: Mapping[str, str] | None = None):
        for mark, name in (others or {}).items():
            markup = markup.replace(mark, hole(name))
        self.parts = NAMED.split(markup)

    @property
    def names(self) -> set[str]:
        return set(self.parts[1::2])

    def fill(self, values: Mapping[str, str]) -> SafeString:
        """Return the markup with the values, escaped by whoever gives them, in their places."""
        parts = self.parts.copy()
        parts[1::2] = [values[name] for name in parts[1::2]]
        return mark_safe("".join(parts))  # noqa: S308 - drawn by a template, and filled as told


def number_mark() -> int:
    """Return a mark for a whole number: one that is found nowhere else."""
    return 10**17 + secrets.randbelow(10**17)


def uuid_mark() -> uuid.UUID:
    return uuid.uuid4()
