"""The editions of an offer, line by line."""

from dataclasses import dataclass

from training.enums import EditionState
from training.models import Edition, Offer
from training.wording import edition_words, mode_words, places_words, price_words, site_of

ENROL_STATES = (EditionState.OPEN, EditionState.ALWAYS_OPEN)
# Not yet, or nobody said: its page says more.
AHEAD_STATES = (EditionState.OPENS_SOON, EditionState.UNKNOWN)


@dataclass(frozen=True)
class Run:
    """A line of the table of editions: what is its own stands there, the rest is the offer's."""

    edition: Edition
    offer: Offer

    @property
    def words(self) -> str:
        return edition_words(self.edition)

    @property
    def place(self) -> str:
        return mode_words(self.edition) or mode_words(self.offer)

    @property
    def price(self) -> str:
        return price_words(self.edition, self.offer.credential_price) or price_words(
            self.offer, self.offer.credential_price
        )

    @property
    def places(self) -> str:
        return places_words(self.edition)

    @property
    def enrol_site(self) -> str:
        """Name the site where one enrols in this run; empty when one cannot, or nobody knows where."""
        return site_of(self.edition.enrol_url) if self.edition.state in ENROL_STATES else ""

    @property
    def has_dates(self) -> bool:
        edition = self.edition
        return any((edition.start_date, edition.application_deadline, edition.application_start_date))
