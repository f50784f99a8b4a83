"""An account's new address goes on with what the old one followed."""

from django.db import transaction

from training.models import Follower, SavedSearch


@transaction.atomic
def move_follower(old: str, new: str) -> None:
    """Have the mails of ``old`` sent to ``new``, also those that are queued; both addresses are proved.

    What the new address follows already it follows once: of two the confirmed one stays.
    """
    followers = Follower.objects.select_for_update().order_by("pk")
    mine = followers.filter(email__iexact=old).first()
    other = followers.filter(email__iexact=new).first()
    if mine is None or mine == other:
        return
    if other is None:
        # Refusals were the old mailbox's.
        mine.email, mine.failures = new, 0
        mine.save(update_fields=["email", "failures"])
        return
    for search in mine.searches.all():
        take_over(search, other)
    mine.told.exclude(news__told__follower=other).update(follower=other)
    mine.digests.update(follower=other)
    mine.delete()


def take_over(search: SavedSearch, follower: Follower) -> None:
    twin = follower.searches.filter(query=search.query, language=search.language).first()
    if twin and (twin.confirmed_at or not search.confirmed_at):
        return
    if twin:
        twin.delete()
    search.follower = follower
    search.save(update_fields=["follower"])
