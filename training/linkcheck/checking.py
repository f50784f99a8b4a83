"""Checking all links once a day, and writing down what came of it."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from tera.outgoing.client import Client, Limits
from tera.outgoing.errors import Trouble
from training.models import LinkCheck

from .asking import AWAY, Outcome, ask
from .places import linked_addresses

MOST = 2_000
# Nobody waits for it, but neither shall one slow site hold up the others.
LIMITS = Limits(connect=5, silence=10, total=20, size=100_000)
# When so many sites are away at once, it is we who are cut off.
FEWEST_FOR_DOUBT, SHARE_FOR_DOUBT = 5, 0.5


def check_all(client: Client | None = None) -> str:
    """Check the links that were not checked for longest; forget those that no page has any more."""
    now = timezone.now()
    linked = linked_addresses()
    LinkCheck.objects.exclude(url__in=linked).delete()
    LinkCheck.objects.bulk_create([LinkCheck(url=url) for url in sorted(linked)], ignore_conflicts=True)
    today = now.astimezone(timezone.get_current_timezone()).replace(hour=0, minute=0, second=0, microsecond=0)
    due = LinkCheck.objects.exclude(checked_at__gte=today).order_by("checked_at", "url")
    return check(due.values_list("url", flat=True)[:MOST], client, now)


def check(urls: Iterable[str], client: Client | None = None, at: datetime | None = None) -> str:
    """Ask these addresses and note the answers, unless our own connection seems to be the trouble."""
    client = client or Client(LIMITS)
    outcomes = ask_all(client, list(urls))
    away = sum(outcome.trouble in AWAY for outcome in outcomes.values())
    if len(outcomes) >= FEWEST_FOR_DOUBT and away > len(outcomes) * SHARE_FOR_DOUBT:
        return f"{away} of {len(outcomes)} away at once: nothing noted"
    for url, outcome in outcomes.items():
        note(url, outcome, at or timezone.now())
    failed = sum(outcome.is_there is False for outcome in outcomes.values())
    return f"{len(outcomes)} checked, {failed} failed"


def ask_all(client: Client, urls: list[str]) -> dict[str, Outcome]:
    """Ask each address once; a site that is not there is not asked for its other pages."""
    outcomes: dict[str, Outcome] = {}
    away: dict[str, Outcome] = {}
    for url in urls:
        host = urlsplit(url).netloc.lower()
        outcome = away.get(host) or ask(client, url)
        if outcome.trouble in (Trouble.UNKNOWN_NAME, Trouble.UNREACHABLE):
            away[host] = outcome
        outcomes[url] = outcome
    return outcomes


@transaction.atomic
def note(url: str, outcome: Outcome, at: datetime) -> None:
    """Write down an answer. Failures count once a day, however often somebody asks for a check."""
    link = LinkCheck.objects.select_for_update().filter(url=url).first()
    if link is None:
        return
    link.checked_at, link.trouble, link.detail = at, outcome.trouble, outcome.detail
    today = timezone.localdate(at)
    if outcome.is_there:
        link.failures, link.answered_at, link.failed_on = 0, at, None
    elif outcome.is_there is False and link.failed_on != today:
        link.failures, link.failed_on = min(link.failures + 1, 9_999), today
    link.save()
