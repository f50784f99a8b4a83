"""The links in a follower's mails: one proves the mailbox, the others let its owner manage and stop.

A confirmation is known to the database only as a hash. The rest is signed and stored nowhere; it
dies with the row it names.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from training.models import Follower, SavedSearch

FOLLOWER, SEARCH = "training.follower", "training.saved_search"


def hash_token(token: str) -> str:
    return salted_hmac("training.saved_search.confirm", token, algorithm="sha256").hexdigest()


def confirm_path(token: str) -> str:
    return reverse("training:alerts-confirm", args=[token])


def manage_path(follower: Follower) -> str:
    return reverse("training:alerts-manage", args=[signing.dumps(follower.pk, salt=FOLLOWER)])


def stop_all_path(follower: Follower) -> str:
    return reverse("training:alerts-stop-all", args=[signing.dumps(follower.pk, salt=FOLLOWER)])


def stop_path(search: SavedSearch) -> str:
    return reverse("training:alerts-stop", args=[signing.dumps(search.pk, salt=SEARCH)])


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def follower_of(token: str) -> Follower | None:
    key = read(token, FOLLOWER)
    return Follower.objects.filter(pk=key).first() if key else None


def search_of(token: str) -> SavedSearch | None:
    key = read(token, SEARCH)
    return SavedSearch.objects.select_related("follower").filter(pk=key).first() if key else None


def read(token: str, salt: str) -> int | None:
    try:
        return signing.loads(token, salt=salt)
    except signing.BadSignature:
        return None
