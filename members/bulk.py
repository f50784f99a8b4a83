"""Changes to many rows of the register at once."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from members.enums import Audience, DirectoryField, EndReason
from members.models import Membership, Organisation
from members.panel.bulk_pages import BulkRefused


@transaction.atomic
def set_audience(keys: Sequence[int], field: DirectoryField, audience: Audience) -> int:
    """Let ``audience`` read ``field`` of these organisations; return how many changed."""
    changed = 0
    for organisation in Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
        if organisation.visibility.get(field) != audience:
            organisation.visibility[str(field)] = str(audience)
            organisation.save(update_fields=["visibility"])
            changed += 1
    return changed


@transaction.atomic
def set_listed(keys: Sequence[int], *, listed: bool) -> int:
    """Show these organisations in the directory or hide them; return how many changed."""
    return Organisation.objects.filter(pk__in=keys).exclude(is_listed=listed).update(is_listed=listed)


@transaction.atomic
def end_memberships(keys: Sequence[int], last_day: date, reason: EndReason) -> int:
    """Give these memberships their last day; refuses all if one begins later or has ended already."""
    memberships = list(
        Membership.objects.select_for_update(of=["self"]).filter(pk__in=keys).select_related("organisation")
    )
    for membership in memberships:
        if membership.period.upper:
            raise BulkRefused(
                _("%(organisation)s: this membership has ended already.")
                % {"organisation": membership.organisation}
            )
        if membership.period.lower > last_day:
            raise BulkRefused(
                _("%(organisation)s: this membership begins after that day.")
                % {"organisation": membership.organisation}
            )
        membership.period = DateRange(membership.period.lower, last_day + timedelta(days=1))
        membership.end_reason = reason
        membership.save(update_fields=["period", "end_reason"])
    return len(memberships)
