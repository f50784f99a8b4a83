"""How an edition fills up: by day beside the edition before, by wave, and where that may lead."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from surveys.enums import MessageState, ResponseState, Wave
from surveys.models import Campaign, Message, Response

from .progress import edition_before
from .recipients import ASKING_WAVES
from .standing import GONE_WRONG, Standing

# An answer later than this is put down to no message.
EFFECT = timedelta(days=14)


@dataclass(frozen=True)
class WaveEffect:
    """What a wave reached, and how many companies answered after it and before the next one."""

    wave: Wave
    first_sent: date
    sent: int
    wrong: int
    answered_after: int


@dataclass(frozen=True)
class Day:
    """Companies that had submitted by the end of a day, this time and the time before."""

    number: int
    submitted: int | None
    before: int | None


def wave_effects(campaign: Campaign) -> list[WaveEffect]:
    """Return each wave that went out; answers count for the last wave sent before them, within two weeks."""
    written = Message.objects.filter(unit__campaign=campaign, wave__in=[Wave.NOTIFICATION, *ASKING_WAVES])
    waves = list(
        written.values_list("wave")
        .annotate(
            last=Max("sent_at"),
            arrived=Count("pk", filter=Q(state=MessageState.SENT)),
            wrong=Count("pk", filter=Q(state__in=GONE_WRONG)),
        )
        .filter(last__isnull=False)
        .order_by("last")
    )
    starts = [moment for _wave, moment, _sent, _wrong in waves]
    answers = list(submission_times(campaign))
    effects = []
    for place, (wave, moment, number, wrong) in enumerate(waves):
        end = min([moment + EFFECT, *starts[place + 1 : place + 2]])
        answered = sum(moment <= at < end for at in answers)
        effects.append(WaveEffect(Wave(wave), timezone.localdate(moment), number, wrong, answered))
    return effects


def submission_times(campaign: Campaign) -> QuerySet:
    return Response.objects.filter(
        unit__campaign=campaign, unit__in_scope=True, state=ResponseState.SUBMITTED
    ).values_list("submitted_at", flat=True)


def curve(campaign: Campaign) -> list[Day]:
    """Return the running total of submissions by day in the field, beside the edition before."""
    before = edition_before(campaign)
    today = timezone.localdate()
    last = min(today, timezone.localdate(campaign.closed_at or campaign.closes_at))
    own = running_total(campaign, (last - timezone.localdate(campaign.opens_at)).days)
    other = []
    if before:
        end = timezone.localdate(before.closed_at or before.closes_at)
        other = running_total(before, (end - timezone.localdate(before.opens_at)).days)
    length = max(len(own), len(other))
    return [
        Day(
            number,
            own[number] if number < len(own) else None,
            (other[number] if number < len(other) else other[-1]) if other else None,
        )
        for number in range(length)
    ]


def running_total(campaign: Campaign, days: int) -> list[int]:
    if days < 0:
        return []
    opened = timezone.localdate(campaign.opens_at)
    rows = (
        Response.objects.filter(unit__campaign=campaign, unit__in_scope=True)
        .filter(state=ResponseState.SUBMITTED)
        .annotate(day=TruncDate("submitted_at"))
        .values_list("day")
        .annotate(Count("pk"))
        .order_by()
    )
    per_day: dict[int, int] = {}
    for day, number in rows:
        place = min(max((day - opened).days, 0), days)
        per_day[place] = per_day.get(place, 0) + number
    totals, running = [], 0
    for number in range(days + 1):
        running += per_day.get(number, 0)
        totals.append(running)
    return totals


@dataclass(frozen=True)
class Expectation:
    """The final rate to expect if the rest comes in as it did the time before: a guide, not an estimate."""

    edition: str
    expected: int
    in_scope: int


def expected_final(campaign: Campaign, standing: Standing, days: list[Day]) -> Expectation | None:
    """Add to today's answers the share of the silent who still answered last time from the same day on.

    With ``s`` submitted of ``n``, and ``b`` of ``m`` by the same day of the edition before, which ended
    with ``e``: s + (n - s) * (e - b) / (m - b). None without an edition before or before the opening.
    """
    before = edition_before(campaign)
    own = [day for day in days if day.submitted is not None]
    if before is None or not own or own[-1].before is None or not standing.in_scope:
        return None
    units = before.units.in_scope().count()
    by_now, final = own[-1].before, days[-1].before or 0
    silent_then = units - by_now
    share = (final - by_now) / silent_then if silent_then else 0.0
    left = standing.in_scope - standing.submitted - standing.refused
    expected = standing.submitted + round(left * share)
    return Expectation(before.edition, expected, standing.in_scope)
