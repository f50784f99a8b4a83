"""What happens in an edition by the clock alone: messages on their day, and the close."""

import logging
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys.enums import CampaignState, Wave
from surveys.models import Campaign, ScheduledWave
from surveys.results.freeze import ResultsRefused

from .actions import close_campaign, queue_wave
from .errors import FieldingRefused, MailServerUnreachable
from .outbox import due_messages, send_queued
from .recipients import ANSWERED_WAVES, ASKING_WAVES

logger = logging.getLogger(__name__)
# In the morning, when mail is read.
HOUR = time(9, 30)


@dataclass
class Done:
    """What one run did: messages queued and sent, editions closed."""

    queued: dict[str, int] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)
    sent: dict[str, int] = field(default_factory=dict)


def propose_schedule(campaign: Campaign) -> list[ScheduledWave]:
    """Return the usual waves of an edition, unsaved; those that find no room between its dates are left out.

    Announced a week ahead, invited at the opening, reminded a third of the way to the due date, three
    days before it and the day after it, called last two days before the close, thanked the day after it.
    """
    opens, due, closes = campaign.opens_at, campaign.due_at, campaign.closes_at
    proposed = [
        (Wave.NOTIFICATION, morning(opens - timedelta(days=7))),
        (Wave.INVITATION, opens),
        (Wave.REMINDER_1, morning(opens + (due - opens) / 3)),
        (Wave.REMINDER_2, morning(due - timedelta(days=3))),
        (Wave.REMINDER_3, morning(due + timedelta(days=1))),
        (Wave.LAST_CALL, morning(closes - timedelta(days=2))),
        (Wave.THANKS, morning(closes + timedelta(days=1))),
    ]
    kept: list[ScheduledWave] = []
    for wave, at in proposed:
        after_last = wave == Wave.NOTIFICATION or not kept or at > kept[-1].at
        inside = wave not in ASKING_WAVES or opens <= at < closes
        if after_last and inside:
            kept.append(ScheduledWave(campaign=campaign, wave=wave, at=at))
    return kept


def morning(at: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(at), HOUR))


def run_clock(at: datetime | None = None) -> Done:
    """Do what is due: queue the waves of the hour, close the editions that end, send what is queued.

    Harmless to run at any time, by several at once, and after an outage: what was missed is done once,
    and of several missed reminders only the last.
    """
    done = Done()
    for scheduled in due_waves(at):
        queue_scheduled(scheduled, done)
    for campaign in campaigns_to_close(at):
        close_by_itself(campaign, done)
    if due_messages().exists():
        try:
            done.sent = send_queued()
        except MailServerUnreachable as error:
            logger.warning("%s", error)
    return done


def due_waves(at: datetime | None = None) -> list[ScheduledWave]:
    """Return the waves whose time has come, in order; those of launched editions only."""
    due = ScheduledWave.objects.filter(at__lte=at or timezone.now(), done_at=None)
    waiting = due.exclude(campaign__state=CampaignState.DRAFT)
    # Thanks wait for the close, however late it comes.
    return list(waiting.exclude(campaign__state=CampaignState.OPEN, wave__in=ANSWERED_WAVES).order_by("at"))


@transaction.atomic
def queue_scheduled(scheduled: ScheduledWave, done: Done) -> None:
    """Queue a scheduled wave once, however many runs find it due."""
    rows = ScheduledWave.objects.select_for_update(skip_locked=True, of=("self",)).select_related("campaign")
    row = rows.filter(pk=scheduled.pk, done_at=None).first()
    if row is None:
        return
    row.done_at = timezone.now()
    if is_overtaken(row):
        row.refusal = _("A later message was due as well by the time this could be sent.")
    else:
        try:
            row.queued = queue_wave(row.campaign, row.wave, by=None)
            done.queued[row.wave] = row.queued
        except FieldingRefused as refused:
            row.refusal = str(refused)[:200]
    row.save(update_fields=["done_at", "queued", "refusal"])


def is_overtaken(row: ScheduledWave) -> bool:
    """Tell whether another reminder of the edition is due as well: nobody gets two in one hour."""
    if row.wave not in ASKING_WAVES or row.wave == Wave.INVITATION:
        return False
    later = ScheduledWave.objects.filter(campaign=row.campaign_id, wave__in=ASKING_WAVES, at__gt=row.at)
    return later.filter(at__lte=timezone.now(), done_at=None).exists()


def campaigns_to_close(at: datetime | None = None) -> list[Campaign]:
    ending = Campaign.objects.open().filter(closes_itself=True, closes_at__lte=at or timezone.now())
    return list(ending.order_by("closes_at"))


def close_by_itself(campaign: Campaign, done: Done) -> None:
    try:
        close_campaign(campaign)
    except (FieldingRefused, ResultsRefused) as refused:
        # Somebody closed it a moment ago, or its results need a person: either way it shows on its page.
        logger.warning("edition %s was not closed by itself: %s", campaign.edition, refused)
    else:
        done.closed.append(campaign.edition)
