"""When an index is worth its while, and when it is built anew."""

from datetime import date

from django.conf import settings

from training.indexing.build import build_indexes, forget_changes
from training.models import Offer, SearchChange, SearchIndex

# Each change is asked for in the plain way, at every search.
WORTH_A_BUILD = 500


def keep_indexes(day: date) -> str:
    """Build the indexes where offers are many and they are old; take them away where offers are few."""
    if Offer.objects.published().count() < settings.FAST_SEARCH_FROM:
        SearchIndex.objects.all().delete()
        # Those that are not yet committed stay: an index that is built meanwhile has not seen them.
        known = list(SearchChange.objects.values_list("pk", flat=True))
        return f"-{forget_changes(known)}" if len(known) > 1 else "0"
    if not is_due(day):
        return "0"
    return "1" if build_indexes(day) else "0"


def is_due(day: date) -> bool:
    days = set(SearchIndex.objects.values_list("day", flat=True))
    changes = SearchChange.objects.exclude(offer_id=SearchChange.NONE)
    outdated = SearchChange.objects.filter(offer_id=None).exists()
    return days != {day} or outdated or changes.count() >= WORTH_A_BUILD
