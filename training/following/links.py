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
    return reverse("training:alerts-manage", args=[signed(follower.pk, FOLLOWER)])


def stop_all_path(follower: Follower) -> str:
    return reverse("training:alerts-stop-all", args=[signed(follower.pk, FOLLOWER)])


def stop_path(search: SavedSearch) -> str:
    return reverse("training:alerts-stop", args=[signed(search.pk, SEARCH)])


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def follower_of(token: str) -> Follower | None:
    key = read(token, FOLLOWER)
    return Follower.objects.filter(pk=key).first() if key else None


def search_of(token: str) -> SavedSearch | None:
    key = read(token, SEARCH)
    return SavedSearch.objects.select_related("follower").filter(pk=key).first() if key else None


def signed(key: int, salt: str) -> str:
    return signing.Signer(salt=salt).sign_object(key)


def read(token: str, salt: str) -> int | None:
    try:
        return signing.Signer(salt=salt).unsign_object(token)
    except signing.BadSignature:
        return None
