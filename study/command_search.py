"""The search of the whole cockpit: a few rows of each list, found as that list's own search finds them.

Unfold's own reads every row that fits; with a large register that is thousands.
"""

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from unfold.dataclasses import SearchResult

SEARCHED = {
    "members.Organisation": "domain",
    "members.Person": "person",
    "members.Body": "groups",
    "members.Agreement": "handshake",
    "surveys.Campaign": "campaign",
    "training.Offer": "menu_book",
    "actionplan.Node": "account_tree",
    "actionplan.Indicator": "monitoring",
    "skills.Skill": "psychology",
}
MOST_OF_EACH = 5
SHORTEST_TERM = 2


def search(request: HttpRequest, term: str) -> list[SearchResult]:
    """Return what this user may see and the term fits."""
    words = " ".join(term.replace("\0", " ").split())
    if len(words) < SHORTEST_TERM:
        return []
    return [result for label in SEARCHED for result in search_in(request, label, words)]


def search_in(request: HttpRequest, label: str, words: str) -> list[SearchResult]:
    model = apps.get_model(label)
    page = admin.site._registry.get(model)
    if page is None or not page.has_view_permission(request):
        return []
    rows, repeats = page.get_search_results(request, page.get_queryset(request), words)
    if repeats:
        rows = rows.distinct()
    return [
        SearchResult(
            title=str(row),
            description=str(model._meta.verbose_name).capitalize(),
            link=reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk]),
            icon=SEARCHED[label],
        )
        for row in rows[:MOST_OF_EACH]
    ]
