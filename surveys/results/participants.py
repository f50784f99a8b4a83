"""Who took part, of those that agreed to be named; of all others it is not said whether they did."""

from surveys.models import Campaign, Submission

from .edition import PERMISSIONS
from .sheets import chosen, read_sheet


def named_participants(campaign: Campaign) -> list[str]:
    """Return the names of the companies whose newest submission says that they may be named."""
    newest = (
        Submission.objects.filter(response__unit__campaign=campaign, response__unit__in_scope=True)
        .order_by("response_id", "-sequence")
        .distinct("response_id")
        .values_list("response__unit__name_at_launch", "payload")
    )
    named = [name for name, payload in newest if "named" in chosen(read_sheet(payload), PERMISSIONS)]
    return sorted(named, key=str.casefold)
