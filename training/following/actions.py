"""Following and stopping: nothing is sent to an address before its owner has said so from its mailbox."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from training.models import Follower, SavedSearch

from .links import hash_token
from .news import note_news
from .tasks import send_confirmation

# People read mail on Monday that came before a holiday.
TIME_TO_CONFIRM = timedelta(days=7)
MOST_SEARCHES = 20


class FollowingRefused(Exception):
    """It cannot be followed; the text says why and can be shown."""


@transaction.atomic
def follow(email: str, *, query: str, language: str, frequency: str) -> SavedSearch:
    """Save a search for an address and have it asked to confirm; asking again makes a new link.

    An address that follows it already is told so by mail: the page says the same to everybody.
    """
    follower = follower_with(email)
    search, _is_new = SavedSearch.objects.get_or_create(
        follower=follower,
        query=query,
        language=language,
        defaults={"frequency": frequency, "expires_at": timezone.now() + TIME_TO_CONFIRM},
    )
    if search.confirmed_at is None:
        search.frequency = frequency
        search.expires_at = timezone.now() + TIME_TO_CONFIRM
        search.save(update_fields=["frequency", "expires_at"])
    transaction.on_commit(lambda: send_confirmation.enqueue(search.pk))
    return search


def follow_as_owner(email: str, *, query: str, language: str, frequency: str) -> SavedSearch:
    """Save a search for the address that somebody is signed in with; it needs no further proof."""
    note_news()
    with transaction.atomic():
        follower = follower_with(email)
        now = timezone.now()
        search, is_new = SavedSearch.objects.get_or_create(
            follower=follower,
            query=query,
            language=language,
            defaults={"frequency": frequency, "expires_at": now},
        )
        search.frequency = frequency
        search.save(update_fields=["frequency"])
        begin(search, now)
    return search


def confirm(search: SavedSearch) -> SavedSearch:
    """Begin to follow; what is in the catalogue by now is no news. Raises ``FollowingRefused``."""
    note_news()
    with transaction.atomic():
        follower = Follower.objects.select_for_update().get(pk=search.follower_id)
        search = SavedSearch.objects.select_for_update(of=("self",)).get(pk=search.pk)
        search.follower = follower
        begin(search, timezone.now())
        if follower.failures:
            # It was read, so mail arrives there again.
            follower.failures = 0
            follower.save(update_fields=["failures"])
    return search


def begin(search: SavedSearch, now: datetime) -> None:
    if search.confirmed_at is not None:
        return
    if search.follower.searches.confirmed().count() >= MOST_SEARCHES:
        raise FollowingRefused(
            _("This address follows %(number)s searches already. Stop one of them first.")
            % {"number": MOST_SEARCHES}
        )
    search.confirmed_at = search.looked_at = now
    search.save(update_fields=["confirmed_at", "looked_at"])


def follower_with(email: str) -> Follower:
    """Return the follower of an address, locked until the transaction ends."""
    address = email.strip().lower()
    Follower.objects.bulk_create([Follower(email=address)], ignore_conflicts=True)
    return Follower.objects.select_for_update().get(email__iexact=address)


def search_to_confirm(token: str, now: datetime) -> SavedSearch | None:
    """Return the search whose mail had this link, while the link lasts."""
    found = SavedSearch.objects.filter(token_hash=hash_token(token), expires_at__gt=now)
    return found.select_related("follower").first()


def change_frequency(search: SavedSearch, frequency: str) -> None:
    search.frequency = frequency
    search.save(update_fields=["frequency"])


@transaction.atomic
def stop(search: SavedSearch) -> None:
    """Follow it no more; an address that follows nothing else is forgotten."""
    follower = Follower.objects.select_for_update().get(pk=search.follower_id)
    search.delete()
    if not follower.searches.exists():
        follower.delete()


def stop_all(follower: Follower) -> None:
    """Forget an address with all it follows."""
    follower.delete()


@transaction.atomic
def forget_unconfirmed(now: datetime) -> int:
    """Forget what nobody confirmed in time, and the addresses that follow nothing; return how many."""
    number, _rows = SavedSearch.objects.lapsed(now).delete()
    Follower.objects.filter(searches=None, created_at__lt=now - timedelta(days=1)).delete()
    return number
