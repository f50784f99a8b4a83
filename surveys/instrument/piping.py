"""Answers within texts: ``{headcount}``, ``{profiles.qa.now}``, ``{headcount|your company}``.

What follows the bar is said where there is no answer; without it, an ellipsis.
"""

import re
from collections.abc import Callable, Iterator

PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)(?:\|([^{}]*))?\}")
UNKNOWN = "…"


def fill(text: str, word_of: Callable[[str], str | None]) -> str:
    """Put a word in the place of each placeholder; a name without one leaves its fallback."""
    if "{" not in text:
        return text
    return PLACEHOLDER.sub(lambda found: word_of(found[1]) or found[2] or UNKNOWN, text)


def without_answers(text: str) -> str:
    return fill(text, lambda name: None)


def names_in(text: str) -> Iterator[str]:
    for found in PLACEHOLDER.finditer(text):
        yield found[1]


# What a text may quote beside answers: the company's name and the day its figures are of.
OF_THE_EDITION = ("org", "reference_date")
