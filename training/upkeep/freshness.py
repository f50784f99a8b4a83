"""How fresh the provider's word on an offer is; pure."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# After this many days without the provider's word an offer is asked about, and flagged.
CONFIRM_EVERY = timedelta(days=180)
MONTH = 30.44


def is_stale(confirmed_on: date | None, today: date) -> bool:
    """Whether the provider has not said for long that it is right; never counts as not said for long."""
    return confirmed_on is None or confirmed_on + CONFIRM_EVERY < today


def confirmed_words(confirmed_on: date | None, today: date) -> str:
    """Say how long ago the provider confirmed an offer; nothing when it never did."""
    if confirmed_on is None:
        return ""
    days = (today - confirmed_on).days
    if days <= 0:
        return _("The provider confirmed it today.")
    if days < 2 * MONTH:
        text = ngettext(
            "The provider confirmed it %(days)s day ago.",
            "The provider confirmed it %(days)s days ago.",
            days,
        )
        return text % {"days": days}
    months = int(days / MONTH)
    if months < 24:
        return _("The provider confirmed it %(months)s months ago.") % {"months": months}
    return _("The provider confirmed it more than %(years)s years ago.") % {"years": days // 366}


def freshness_words(confirmed_on: date | None, today: date) -> str:
    """Say to a visitor how fresh the provider's word is, with a warning once it is old."""
    words = confirmed_words(confirmed_on, today)
    if words and is_stale(confirmed_on, today):
        return " ".join([words, _("Ask it before you count on this.")])
    return words
