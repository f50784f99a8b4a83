"""Clearing what has been kept long enough, purpose by purpose; what is counted stays countable."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db import models
from django.utils import timezone

from .enums import RequestState
from .erasure import erasing
from .models import DataSubjectRequest, Event, Purpose
from .models.request import months_later


@dataclass(frozen=True)
class Rule:
    """What a purpose's period applies to, and how it is cleared."""

    old: Callable[[date], models.QuerySet]
    clear: Callable[[models.QuerySet], int]


@dataclass(frozen=True)
class Due:
    """What one purpose has kept too long."""

    purpose: Purpose
    before: date
    rows: int


def old_messages(before: date) -> models.QuerySet:
    messages = apps.get_model("surveys.Message")._base_manager
    return messages.filter(unit__campaign__closed_at__date__lt=before).exclude(email="")


def clear_messages(messages: models.QuerySet) -> int:
    """Blank the address: how many were written to, and when, stays."""
    return messages.update(email="", error="")


def old_events(before: date) -> models.QuerySet:
    return Event.objects.filter(at__date__lt=before)


def clear_events(events: models.QuerySet) -> int:
    with erasing(f"retention of {Event._meta.db_table}"):
        return events.delete()[0]


def old_requests(before: date) -> models.QuerySet:
    return DataSubjectRequest.objects.filter(closed_on__lt=before).exclude(state=RequestState.OPEN)


RULES = {
    "survey": Rule(old_messages, clear_messages),
    "audit": Rule(old_events, clear_events),
    "requests": Rule(old_requests, lambda requests: requests.delete()[0]),
}


def due_for_clearing(today: date | None = None) -> list[Due]:
    """Return what would be cleared today, by purpose; it changes nothing."""
    today = today or timezone.localdate()
    found = []
    for purpose in Purpose.objects.filter(retention_months__isnull=False, code__in=RULES):
        before = months_later(today, -purpose.retention_months)
        found.append(Due(purpose, before, RULES[purpose.code].old(before).count()))
    return found


def clear_what_is_due(today: date | None = None) -> list[Due]:
    """Clear it, and return what was cleared."""
    due = due_for_clearing(today)
    for each in due:
        rule = RULES[each.purpose.code]
        rule.clear(rule.old(each.before))
    return due
