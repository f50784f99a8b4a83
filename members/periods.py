"""Periods of days whose stored end is the day after the last one."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange


def overlaps(first: DateRange, second: DateRange) -> bool:
    """Tell whether two periods share a day; an open end never ends."""
    return (first.lower or date.min) < (second.upper or date.max) and (second.lower or date.min) < (
        first.upper or date.max
    )
