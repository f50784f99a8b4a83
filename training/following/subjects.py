"""What somebody follows: a list of the catalogue or one offer, both as a query string."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from tera.criteria import Reading
from training.comparison import PARAMETER
from training.models import Offer
from training.search import OfferSearch


@dataclass(frozen=True)
class FollowedList:
    """The offers of a list, in any order; what the address says of order and page is no part of it."""

    search: OfferSearch

    @property
    def query(self) -> str:
        return replace(self.search.criteria, sort="").query().removeprefix("?")

    @property
    def reading(self) -> Reading:
        return self.search.reading

    @property
    def words(self) -> str:
        """Say in words what is followed."""
        return " · ".join(chip.label for chip in self.search.chips) or _("the whole catalogue")

    @property
    def path(self) -> str:
        query = f"?{self.query}" if self.query else ""
        with override(self.search.language):
            return reverse("training:offer-list") + query

    def offers(self) -> QuerySet[Offer]:
        return self.search.offers


@dataclass(frozen=True)
class FollowedOffer:
    """One offer, for when enrolment opens again."""

    offer: Offer
    language: str
    reading: Reading | None = None

    @property
    def query(self) -> str:
        return urlencode([(PARAMETER, self.offer.slug)])

    @property
    def words(self) -> str:
        return self.offer.name

    @property
    def path(self) -> str:
        with override(self.language):
            return self.offer.get_absolute_url()

    def offers(self) -> QuerySet[Offer]:
        return Offer.objects.published().filter(pk=self.offer.pk)


Subject = FollowedList | FollowedOffer


def read_subject(data: QueryDict, *, language: str, day: date) -> Subject | None:
    """Return what a query string asks to follow; None when the one offer it names is not public."""
    if slug := data.get(PARAMETER):
        offers = Offer.objects.published().without_search_columns()
        # Slugs are short; what is not one is nothing to look for.
        offer = offers.filter(slug=slug).first() if len(slug) <= 120 and "\0" not in slug else None
        return offer and FollowedOffer(offer, language)
    return FollowedList(OfferSearch(data, language=language, day=day))


def subject_of(query: str, *, language: str, day: date) -> Subject | None:
    """Return what a saved query string asks for, with its words in the language that is active."""
    return read_subject(QueryDict(query), language=language, day=day)


def address_of(subject: Subject) -> str:
    return settings.SITE_URL + subject.path
