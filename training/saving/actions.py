"""Keeping offers with an account, and bringing along what the browser kept."""

from collections.abc import Iterable

from django.db import transaction

from members.models import User
from training.models import Bookmark, Offer

MOST = 200


@transaction.atomic
def toggle(user: User, offer: Offer) -> bool:
    """Keep an offer, or let it go; return whether it is kept now. Two presses at once end as two in turn."""
    User.objects.select_for_update().get(pk=user.pk)
    gone, _rows = Bookmark.objects.filter(user=user, offer=offer).delete()
    if gone:
        return False
    Bookmark.objects.create(user=user, offer=offer)
    return True


def keep(user: User, slugs: Iterable[str]) -> None:
    """Keep those of ``slugs`` that are public and not kept yet, up to a number; the rest is left."""
    asked = [slug for slug in slugs if "\0" not in slug][:MOST]
    offers = Offer.objects.published().filter(slug__in=asked).values_list("pk", flat=True)
    room = max(0, MOST - Bookmark.objects.filter(user=user).count())
    rows = [Bookmark(user=user, offer_id=key) for key in offers[:room]]
    Bookmark.objects.bulk_create(rows, ignore_conflicts=True)
