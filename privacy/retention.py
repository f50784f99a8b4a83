"""Clearing what has been kept long enough, purpose by purpose."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from .erasure import erasing
from .models import Purpose
from .models.request import months_later
from .retention_rules import RULES, Rule


@dataclass(frozen=True)
class Due:
    """What one rule of a purpose finds kept too long."""

    purpose: Purpose
    rule: Rule
    before: date
    rows: int


def due_for_clearing(today: date | None = None) -> list[Due]:
    """Return what would be cleared today, by purpose and rule; it changes nothing."""
    return [
        Due(purpose, rule, before, rule.old(before).count())
        for purpose, before, rule in rules_of_today(today)
    ]


def rules_of_today(today: date | None) -> Iterator[tuple[Purpose, date, Rule]]:
    today = today or timezone.localdate()
    for purpose in Purpose.objects.filter(retention_months__isnull=False, code__in=RULES):
        before = months_later(today, -purpose.retention_months)
        for rule in RULES[purpose.code]:
            soon = today - timedelta(days=rule.days) if rule.days else before
            yield purpose, max(before, soon), rule


def clear_what_is_due(today: date | None = None) -> Iterator[Due]:
    """Clear it rule by rule, each in a transaction of its own, and yield what each cleared.

    What goes leaves no copy in the audit trail: the trail says that a row went, not what it held.
    """
    for purpose, before, rule in rules_of_today(today):
        rows = rule.old(before)
        number = rows.count()
        if number:
            with erasing(f"retention of {rows.model._meta.db_table}"):
                rule.clear(rows)
        yield Due(purpose, rule, before, number)
