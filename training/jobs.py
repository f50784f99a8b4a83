from datetime import time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.registry import daily, every
from training.duplicates.finding import find_duplicates
from training.following.actions import forget_unconfirmed
from training.following.news import note_news
from training.following.outbox import send_digests as send_waiting_digests
from training.following.planning import plan_digests as plan_all_digests
from training.harvesting.sources import request_due_visits
from training.indexing.upkeep import keep_indexes
from training.linkcheck.tasks import check_links
from training.models import SearchMiss
from training.upkeep.reminding import ask_providers


@daily(time(3, 40), _("Catalogue: forget old searches without offers"))
def forget_misses() -> str:
    return str(SearchMiss.objects.due(timezone.localdate()).delete()[0])


@every(15, _("Catalogue: keep the search indexes of very many offers"))
def keep_search_indexes() -> str:
    return keep_indexes(timezone.localdate())


@every(30, _("Catalogue: notice what is new"))
def notice_news() -> str:
    return str(note_news())


@daily(time(7, 0), _("Catalogue: prepare the digests of followers"))
def plan_digests() -> str:
    return str(plan_all_digests())


@every(5, _("Catalogue: send the digests that wait"))
def send_digests() -> str:
    return ", ".join(f"{number} {state}" for state, number in send_waiting_digests().items())


@daily(time(3, 45), _("Catalogue: forget searches that nobody confirmed"))
def forget_unconfirmed_searches() -> str:
    return str(forget_unconfirmed(timezone.now()))


@daily(time(8, 10), _("Catalogue: ask providers whether their offers are still right"))
def ask_whether_right() -> str:
    return str(ask_providers(timezone.localdate()))


@daily(time(2, 30), _("Catalogue: read the providers' sites"))
def harvest() -> str:
    return str(request_due_visits(timezone.now()))


@daily(time(4, 30), _("Catalogue: ask whether linked pages still answer"))
def ask_links() -> None:
    """By the worker: it takes as long as the sites take, and the clock has other work."""
    check_links.enqueue()


@daily(time(4, 10), _("Catalogue: look for offers recorded twice"))
def look_for_duplicates() -> str:
    return str(find_duplicates())
