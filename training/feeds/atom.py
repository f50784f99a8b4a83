"""A list of offers as an Atom feed (RFC 4287), the newest first."""

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from .listing import Listing
from .table import address_of

LONGEST = 50


def as_atom(listing: Listing, language: str) -> bytes:
    """Return the offers that came last to the catalogue; each keeps its id for ever."""
    feed = Atom1Feed(
        title=feed_title(listing),
        link=listing.page_url,
        description=None,
        feed_url=listing.self_url,
        language=language,
    )
    for offer in listing.search.newest(LONGEST):
        feed.add_item(
            title=offer.name,
            link=address_of(offer),
            unique_id=address_of(offer),
            description=offer.abstract,
            author_name=str(offer.provider),
            pubdate=offer.created_at,
            updateddate=offer.modified_at,
        )
    return feed.writeString("utf-8").encode()


def feed_title(listing: Listing) -> str:
    """Name the list by what it asks for, so that two feeds can be told apart in a reader."""
    asked = ", ".join(chip.label for chip in listing.search.chips)
    return _("Training in Cantabria: %(asked)s") % {"asked": asked} if asked else _("Training in Cantabria")
