"""An address of the interface read strictly, and what is read for its answer in a fixed number of queries."""

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone

from skills.models import Profile, Skill
from tera.criteria import PAGE, TEXT
from training.demand import DemandBoard
from training.enums import OfferStatus
from training.feeds.listing import UnknownCriteria
from training.models import Provider
from training.pathways import LEADING, TEACHING
from training.search import OfferSearch, search_language

PUBLISHED = Q(offers__status=OfferStatus.PUBLISHED)


class NoSuchPage(Exception):
    """The list has fewer pages; ``last`` is the number of the last one."""

    def __init__(self, last: int):
        super().__init__(last)
        self.last = last


def read_search(request: HttpRequest) -> OfferSearch:
    """Read what is asked for; raises ``UnknownCriteria`` or ``NoSuchPage`` where a page would make do."""
    search = OfferSearch(request.GET, language=search_language(), day=timezone.localdate())
    unknown = list(search.reading.unknown)
    if search.reading.shortened:
        unknown.append((TEXT, request.GET[TEXT]))
    number = request.GET.get(PAGE, "1")
    if not (number.isascii() and number.isdigit() and int(number[:10])):
        unknown.append((PAGE, number))
    if unknown:
        raise UnknownCriteria(tuple(unknown))
    if int(number[:10]) > search.page.paginator.num_pages:
        raise NoSuchPage(search.page.paginator.num_pages)
    return search


def refuse_parameters(request: HttpRequest) -> None:
    """Refuse what is added to an address that takes nothing: nobody should think that it did something."""
    if request.GET:
        raise UnknownCriteria(tuple((key, value) for key, values in request.GET.lists() for value in values))


def providers() -> list[Provider]:
    rows = Provider.objects.annotate(offer_count=Count("offers", filter=PUBLISHED)).filter(offer_count__gt=0)
    return sorted(rows, key=lambda row: (str(row), row.pk))


def most_asked_first(rows, demand: dict) -> list[tuple]:
    pairs = [(row, demand.get(row.pk)) for row in rows]
    return sorted(pairs, key=lambda pair: (-(pair[1].share if pair[1] else -1), pair[0].label, pair[0].pk))


def skills() -> list[tuple]:
    """Return each skill with its demand."""
    rows = Skill.objects.annotate(offer_count=Count("offer_skills", filter=TEACHING))
    return most_asked_first(rows, DemandBoard.latest().skills)


def profiles() -> list[tuple]:
    """Return each profile with its demand."""
    rows = Profile.objects.select_related("occupation")
    rows = rows.annotate(offer_count=Count("offer_profiles", filter=LEADING))
    return most_asked_first(rows, DemandBoard.latest().profiles)
