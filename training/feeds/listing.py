"""The offers that an address asks for, whole; an address that means nothing is refused."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from training.models import Offer
from training.presentation import OfferSheet
from training.search import OfferSearch, search_language

# More than a region's catalogue holds; a list that is cut says so in its own way.
MOST = 5_000


class UnknownCriteria(ValueError):
    """The address has filters that the catalogue does not know; ``pairs`` names them."""

    def __init__(self, pairs: tuple[tuple[str, str], ...]):
        super().__init__(", ".join(f"{key}={value}" for key, value in pairs))
        self.pairs = pairs


@dataclass(frozen=True)
class Listing:
    """The offers of one address, in its order; ``page_url`` is the page that shows the same."""

    search: OfferSearch
    page_url: str
    self_url: str

    @property
    def is_cut(self) -> bool:
        return self.search.number > MOST

    def offers(self, most: int = MOST) -> list[Offer]:
        return self.search.first(most)

    def sheets(self, most: int = MOST) -> list[OfferSheet]:
        return [OfferSheet(offer, self.search.board) for offer in self.offers(most)]


def read_listing(request: HttpRequest, page_path: str) -> Listing:
    """Read an address strictly: a program that misspells a filter must not get everything.

    Raises ``UnknownCriteria``.
    """
    search = OfferSearch(request.GET, language=search_language(), day=timezone.localdate())
    if search.reading.unknown:
        raise UnknownCriteria(search.reading.unknown)
    query = search.criteria.query()
    return Listing(
        search,
        page_url=settings.SITE_URL + page_path + ("" if query == "?" else query),
        self_url=settings.SITE_URL + request.get_full_path(),
    )
