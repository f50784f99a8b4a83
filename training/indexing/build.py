"""Build the search indexes: every published offer, numbered in the order of relevance without a text.

Everything is asked of the same expressions that the plain path uses, so that no rule is written
twice; only the sets are new.
"""

from datetime import date

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from training.facets import facets_on
from training.indexing.bundle import Bundle
from training.indexing.editions import gather_editions
from training.indexing.offers import gather_offers
from training.indexing.phrases import read_phrases, synonym_phrases
from training.indexing.slots import Progress
from training.indexing.words import gather_words
from training.models import SearchChange, SearchIndex, SearchIndexPart

# A rarer word is looked up in PostgreSQL, which has few rows to read for it.
FREQUENT = 1_000
PART = 8_000_000
LOCK = 7_240_001


def no_progress(step: str, share: float) -> None:
    """Say nothing."""


def build_indexes(
    day: date,
    languages: list[str] | None = None,
    *,
    frequent: int = FREQUENT,
    progress: Progress = no_progress,
) -> bool:
    """Replace the indexes by new ones as of this instant; False when another process is at it."""
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return False
        # What is written from here on is not among what this transaction sees, and stays a change.
        known = list(SearchChange.objects.values_list("pk", flat=True))
        SearchIndex.objects.all().delete()
        for language in languages or list(dict(settings.LANGUAGES)):
            store(language, day, gather(language, day, frequent, progress))
        forget_changes(known)
    return True


def forget_changes(known: list[int]) -> int:
    """Take away what an index knows, and leave a mark: pages are told apart by these rows."""
    taken = SearchChange.objects.filter(pk__in=known).delete()[0]
    SearchChange.objects.create(offer_id=SearchChange.NONE)
    return taken


def store(language: str, day: date, bundle: Bundle) -> None:
    content, offers = bundle.to_bytes(), len(bundle.arrays["ids"])
    index = SearchIndex.objects.create(language=language, day=day, built_at=timezone.now(), offers=offers)
    for number, start in enumerate(range(0, len(content), PART)):
        SearchIndexPart.objects.create(index=index, number=number, content=content[start : start + PART])


def gather(language: str, day: date, frequent: int, progress: Progress) -> Bundle:
    facets = facets_on(day)
    bundle = Bundle()
    slots = gather_offers(bundle, language, day, [f for f in facets if not f.nested], progress)
    gather_editions(bundle, day, [f for f in facets if f.nested], slots, progress)
    gather_words(bundle, language, frequent, slots, progress)
    phrases = synonym_phrases(language)
    bundle.sets["phrases"] = {
        f"{phrase}\n{weight}": slots.of(ids)
        for phrase, by_weight in read_phrases(language, phrases).items()
        for weight, ids in enumerate(by_weight)
    }
    return bundle
