"""How an edition is going: the only figures there are while it is open."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from surveys.enums import MessageState, ResponseState
from surveys.models import Campaign, Message

from .actions import stuck_before


@dataclass(frozen=True)
class Progress:
    """Companies by state, and messages by what became of them."""

    units: int
    submitted: int
    in_progress: int
    queued: int
    sent: int
    failed: int
    stuck: int

    @property
    def waiting(self) -> int:
        return self.units - self.submitted - self.in_progress

    @property
    def percent(self) -> int | None:
        return round(100 * self.submitted / self.units) if self.units else None


def progress_of(campaign: Campaign) -> Progress:
    units = campaign.units.in_scope().aggregate(
        units=Count("pk"),
        submitted=Count("pk", filter=Q(response__state=ResponseState.SUBMITTED)),
        in_progress=Count("pk", filter=Q(response__state=ResponseState.IN_PROGRESS)),
    )
    doubtful = Q(state=MessageState.SENDING, attempted_at__lt=stuck_before())
    messages = Message.objects.filter(unit__campaign=campaign).aggregate(
        queued=Count("pk", filter=Q(state=MessageState.QUEUED)),
        sent=Count("pk", filter=Q(state=MessageState.SENT)),
        failed=Count("pk", filter=Q(state=MessageState.FAILED)),
        stuck=Count("pk", filter=doubtful),
    )
    return Progress(**units, **messages)


@dataclass(frozen=True)
class SameDay:
    """Where the edition before stood when it had been open for as long as this one."""

    edition: str
    submitted: int
    units: int


def edition_before(campaign: Campaign) -> Campaign | None:
    """Return the last closed edition of the same questionnaire that opened earlier."""
    earlier = Campaign.objects.closed().filter(
        questionnaire=campaign.questionnaire_id, opens_at__lt=campaign.opens_at
    )
    return earlier.order_by("-opens_at").first()


def same_day_before(campaign: Campaign, at: datetime | None = None) -> SameDay | None:
    """Return how many had answered the edition before, as long after its opening as now; None without one."""
    before = edition_before(campaign)
    if before is None:
        return None
    until = before.opens_at + ((at or timezone.now()) - campaign.opens_at)
    counts = before.units.in_scope().aggregate(
        units=Count("pk"),
        submitted=Count(
            "pk",
            filter=Q(response__state=ResponseState.SUBMITTED, response__submitted_at__lte=until),
        ),
    )
    return SameDay(edition=before.edition, **counts)
