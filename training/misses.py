"""What people look for and the catalogue does not have, kept without anything of the person."""

import re
from datetime import date

from django.db.models import F

from training.models import SearchMiss
from training.search import OfferSearch

LONGEST, MOST_WORDS = 60, 6
# An address, a number of six digits or more (telephone, DNI) or a link is somebody's, not a subject.
PERSONAL = re.compile(r"@|://|(?:\d[\s.-]?){6,}")
# A robot that tries words for ever must not fill the table.
MOST_A_MONTH = 2_000


def subject_of(text: str) -> str | None:
    """Return the words to count, folded so that equal searches are one; None when they may name a person."""
    words = " ".join(text.casefold().split())
    if not 2 <= len(words) <= LONGEST or len(words.split()) > MOST_WORDS or PERSONAL.search(words):
        return None
    return words


def note_miss(search: OfferSearch, day: date) -> None:
    """Count a search in words alone that found nothing; with filters, the page names the guilty one."""
    if search.total or search.criteria.size:
        return
    if (words := subject_of(search.criteria.text)) is None:
        return
    month = day.replace(day=1)
    key = {"language": search.language, "words": words, "month": month}
    if SearchMiss.objects.filter(**key).update(times=F("times") + 1):
        return
    if SearchMiss.objects.filter(month=month).count() < MOST_A_MONTH:
        # Of two people who are the first in one instant, one is counted.
        SearchMiss.objects.bulk_create([SearchMiss(**key)], ignore_conflicts=True)
