"""What a file for SPSS says about itself: how many cases it has, their checksum, what its figures mean."""

import textwrap
from collections.abc import Iterator

from django.utils.translation import gettext as _

from surveys.models import Campaign
from surveys.results.answer_files import CHECKSUM, COUNT, Tally

# A line of an SPSS document, in bytes; an accent takes two.
LINE = 80


def notes_of(campaign: Campaign, versions: list[int], tally: Tally) -> list[str]:
    return [line for words in paragraphs(campaign, versions, tally) for line in lines_of(words)]


def label_of(campaign: Campaign, tally: Tally) -> str:
    """Return a label that fits in the 64 bytes that SPSS has for it."""
    return f"{campaign.edition[:24]} | {COUNT} {tally.count} | {CHECKSUM} {tally.checksum[:12]}"


def paragraphs(campaign: Campaign, versions: list[int], tally: Tally) -> Iterator[str]:
    yield f"{campaign.label} ({campaign.edition})"
    numbers = ", ".join(map(str, sorted(versions)))
    yield _("Questionnaire %(code)s, versions answered: %(numbers)s") % {
        "code": campaign.questionnaire.code,
        "numbers": numbers or "–",
    }
    yield f"{COUNT} {tally.count}"
    yield f"{CHECKSUM} {tally.checksum}"
    yield _("One case for each company: what it sent last. What was not asked or filled is system-missing.")
    yield _("-97 not known, -98 not applicable, -99 refused; ten digits where a figure may be below zero.")
    yield _("Of several choices each is a variable, 0 or 1; of an order of preference each place is one.")
    yield _("The rows of a list are counted from 1. A label that ends in … is whole in the codebook (DDI).")


def lines_of(words: str) -> list[str]:
    """Return the words in lines that fit in bytes."""
    for width in range(LINE, 0, -4):
        lines = textwrap.wrap(words, width)
        if all(len(line.encode()) <= LINE for line in lines):
            return lines
    return []
