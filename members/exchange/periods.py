"""The membership that a row describes, checked against the organisation's other ones."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from members.models import OVERLAP
from members.periods import overlaps

from .columns import BY_KEY


def settle_membership(plan, changed: dict[str, object]) -> None:
    """Work out the period that a row leaves; refuses one without a first day, turned round or overlapping."""
    known = plan.membership.period if plan.membership else DateRange(None, None)
    first = changed.get("member_since", known.lower)
    last = changed.get("member_until")
    if first is None:
        plan.refuse(BY_KEY["member_since"], ValidationError(_("A membership needs its first day.")))
        return
    upper = last + timedelta(days=1) if last else known.upper
    if upper and upper <= first:
        plan.refuse(BY_KEY["member_until"], ValidationError(_("The last day comes before the first one.")))
        return
    if changed.get("end_reason") and upper is None:
        plan.refuse(
            BY_KEY["end_reason"],
            ValidationError(_("Give the last day, or leave the reason for leaving empty.")),
        )
        return
    plan.period = DateRange(first, upper)
    others = plan.organisation.memberships.all() if plan.organisation else []
    if any(other != plan.membership and overlaps(plan.period, other.period) for other in others):
        plan.refuse(BY_KEY["member_since"], ValidationError(str(OVERLAP)))
