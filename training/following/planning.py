"""Which news go to whom: planned per follower in one transaction, so a killed run left nothing half done."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from training.enrolment import with_enrolment
from training.enums import EditionState
from training.models import Digest, Edition, Follower, News, Offer, SavedSearch, ToldNews

from .news import note_news
from .subjects import subject_of

# News noted while an earlier run looked may have been committed after it; what was told is never told again.
OVERLAP = timedelta(days=1)
# A new offer that nobody can join any more is no news.
OF_USE = (EditionState.OPEN, EditionState.ALWAYS_OPEN, EditionState.OPENS_SOON, EditionState.UNKNOWN)


def plan_digests(now: datetime | None = None) -> int:
    """Queue a digest for every follower with news; return how many. Repeating it plans nothing twice."""
    note_news()
    now = now or timezone.now()
    due = Follower.objects.filter(searches__in=SavedSearch.objects.due(now)).order_by("pk").distinct()
    keys = list(due.values_list("pk", flat=True))
    return sum(plan_digest(key, now) is not None for key in keys)


@transaction.atomic
def plan_digest(follower_id: int, now: datetime) -> Digest | None:
    """Queue one follower's digest, unless nothing is new or another run is at it."""
    follower = Follower.objects.select_for_update(skip_locked=True).filter(pk=follower_id).first()
    if follower is None:
        return None
    told: dict[int, SavedSearch] = {}
    for search in SavedSearch.objects.due(now).filter(follower=follower):
        for key in news_for(search, now):
            told.setdefault(key, search)
        search.looked_at = now
        search.save(update_fields=["looked_at"])
    if not told:
        return None
    digest = Digest.objects.create(follower=follower, queued_at=now)
    ToldNews.objects.bulk_create(
        ToldNews(digest=digest, follower=follower, news_id=key, search=search) for key, search in told.items()
    )
    return digest


def news_for(search: SavedSearch, now: datetime) -> list[int]:
    """Return what is new for a search and was not told to its follower."""
    day = timezone.localdate(now)
    since = max(search.confirmed_at, search.looked_at - OVERLAP)
    news = News.objects.filter(noticed_at__gt=since, noticed_at__lte=now)
    news = news.exclude(told__follower=search.follower_id)
    if not news.exists():
        return []
    subject = subject_of(search.query, language=search.language, day=day)
    if subject is None:
        return []
    fitting = subject.offers().filter(pk__in=news.values("offer"))
    offers = set(fitting.order_by().values_list("pk", flat=True))
    return list(of_use(news.filter(offer__in=offers), day).values_list("pk", flat=True))


def of_use(news: QuerySet[News], day: date) -> QuerySet[News]:
    """Keep what one can still act on: runs that are open, and offers that have not just ended."""
    useful = with_enrolment(Offer.objects.filter(news__in=news), day).filter(state__in=OF_USE)
    return news.filter(
        Q(edition=None, offer__in=useful.values("pk")) | Q(edition__in=Edition.objects.open_on(day))
    ).order_by("pk")
