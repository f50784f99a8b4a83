"""Saved filters of the admin panel's lists: kept as a query, looked up again by the list itself."""

import copy
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db import DataError
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from members.models import SavedFilter

# What belongs to one visit and not to the list: the page, and what Django adds to pop-ups and lists.
OF_ONE_VISIT = ("p", "_popup", "_to_field", "e", "all", "_changelist_filters")
MOST_PINNED = 6


@dataclass(frozen=True)
class Pinned:
    """A saved filter on the overview: where it leads and how many rows it finds now, if it still works."""

    name: str
    url: str
    count: int | None


def list_of(model: str) -> admin.ModelAdmin | None:
    """Return the panel's list for ``app_label.model_name``, or None when there is none."""
    pages = {kind._meta.label_lower: page for kind, page in admin.site._registry.items()}
    return pages.get(model)


def address_of(model: str, query: str) -> str:
    """Return the address of a list with a query; the list's own part is never typed by anybody."""
    url = reverse(f"admin:{model.replace('.', '_')}_changelist")
    return f"{url}?{query}" if query else url


def clean_query(text: str) -> str:
    """Return the lasting part of a query string, in a fixed order."""
    asked = QueryDict(text, mutable=True)
    for key in OF_ONE_VISIT:
        asked.pop(key, None)
    kept = QueryDict(mutable=True)
    for key in sorted(asked):
        kept.setlist(key, [value.replace("\0", "") for value in asked.getlist(key)])
    return kept.urlencode()


def pinned_for(request: HttpRequest) -> list[Pinned]:
    """Return the filters that this user has on the overview, each counted by its own list."""
    mine = SavedFilter.objects.filter(owner=request.user, is_pinned=True)[:MOST_PINNED]
    return [
        Pinned(each.name, address_of(each.model, each.query), count_rows(request, each))
        for each in mine
        if may_see(request, each.model)
    ]


def may_see(request: HttpRequest, model: str) -> bool:
    page = list_of(model)
    return page is not None and page.has_view_permission(request)


def count_rows(request: HttpRequest, saved: SavedFilter) -> int | None:
    """Return how many rows the list shows for a filter; None when the list knows its words no more."""
    page = list_of(saved.model)
    asked = copy.copy(request)
    asked.GET = QueryDict(saved.query)
    try:
        return page.get_changelist_instance(asked).queryset.count()
    except (IncorrectLookupParameters, SuspiciousOperation, ValidationError, ValueError, DataError):
        return None
