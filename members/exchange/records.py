"""An organisation as one row of the spreadsheet: the value of every column."""

from datetime import timedelta

from django.db.models import Prefetch, QuerySet

from members.models import Activity, Identifier, Membership, Organisation, YearlyFact

from .cells import write
from .columns import COLUMNS, Column

MEMBERSHIP_FIELDS = ("category", "number", "join_reason", "end_reason")


def with_all_columns(organisations: QuerySet) -> QuerySet:
    """Fetch along whatever the columns read."""
    return organisations.prefetch_related(
        Prefetch("identifiers", Identifier.objects.order_by("pk")),
        Prefetch("activities", Activity.objects.order_by("-is_principal", "pk")),
        Prefetch("memberships", Membership.objects.select_related("category").order_by("-period")),
        Prefetch("facts", YearlyFact.objects.order_by("-year")),
    )


def latest_membership(organisation: Organisation) -> Membership | None:
    return next(iter(organisation.memberships.all()), None)


def latest_fact(organisation: Organisation) -> YearlyFact | None:
    return next(iter(organisation.facts.all()), None)


def membership_value(membership: Membership | None, column: Column) -> object:
    if membership is None:
        return None
    if column.key == "member_since":
        return membership.period.lower
    if column.key == "member_until":
        return membership.period.upper - timedelta(days=1) if membership.period.upper else None
    if column.key == "category":
        return membership.category
    return coded(getattr(membership, column.field), column)


def fact_value(fact: YearlyFact | None, column: Column) -> object:
    return coded(getattr(fact, column.field), column) if fact else None


def coded(value: object, column: Column) -> object:
    """Return a choice as a member of its class, and empty text as nothing."""
    if value in ("", None, []):
        return None
    return column.choices(value) if column.choices else value


def value_of(organisation: Organisation, column: Column) -> object:
    if column.part == "organisation":
        return coded(getattr(organisation, column.field), column)
    if column.part == "identifiers":
        rows = organisation.identifiers.all()
        return [row.value for row in rows if row.scheme == column.field] or None
    if column.part == "activities":
        rows = organisation.activities.all()
        return [row.code for row in rows if row.classification == column.field] or None
    if column.part == "membership":
        return membership_value(latest_membership(organisation), column)
    return fact_value(latest_fact(organisation), column)


def cells_of(organisation: Organisation) -> list[str | int]:
    return [write(value_of(organisation, column)) for column in COLUMNS]
