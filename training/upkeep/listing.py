"""A provider's own offers, each with its state, its next edition and how fresh its word on it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from training.enrolment import editions_for_page
from training.enums import EditionState, OfferStatus
from training.models import Edition, Offer, OfferRevision, Provider
from training.wording import edition_words

from .freshness import confirmed_words, is_stale

TONES = {OfferStatus.PUBLISHED: "success", OfferStatus.IN_REVIEW: "warning"}


def offers_of(provider: Provider) -> QuerySet[Offer]:
    """Return all of a provider's offers, those that wait for something first."""
    pending = OfferRevision.objects.pending().filter(offer=OuterRef("pk"))
    return (
        provider.offers.without_search_columns()
        .annotate(is_pending=Exists(pending))
        .order_by("-is_pending", "name", "pk")
    )


@dataclass(frozen=True)
class OfferRow:
    offer: Offer
    editions: list[Edition]
    today: date

    @property
    def is_public(self) -> bool:
        return self.offer.status == OfferStatus.PUBLISHED

    @property
    def tone(self) -> str:
        return TONES.get(self.offer.status, "neutral")

    @cached_property
    def confirmed(self) -> str:
        return confirmed_words(self.offer.confirmed_on, self.today)

    @property
    def is_stale(self) -> bool:
        return self.is_public and is_stale(self.offer.confirmed_on, self.today)

    @property
    def is_confirmed_today(self) -> bool:
        return self.offer.confirmed_on == self.today

    @property
    def is_ahead(self) -> bool:
        """Say whether there is an edition that somebody can join, or will be able to."""
        return any(edition.state <= EditionState.UNKNOWN for edition in self.editions)

    @property
    def dates(self) -> str:
        return edition_words(self.editions[0]) if self.editions else ""

    @property
    def runs(self) -> list[tuple[Edition, str]]:
        return [(edition, edition_words(edition)) for edition in self.editions]


def rows_of(offers: Iterable[Offer], today: date) -> list[OfferRow]:
    """Return the rows of a page, in a fixed number of queries."""
    offers = list(offers)
    loaded = (
        Offer.objects.filter(pk__in=[offer.pk for offer in offers])
        .without_search_columns()
        .prefetch_related(Prefetch("editions", editions_for_page(today)))
    )
    runs = {each.pk: list(each.editions.all()) for each in loaded}
    return [OfferRow(offer, runs.get(offer.pk, []), today) for offer in offers]
