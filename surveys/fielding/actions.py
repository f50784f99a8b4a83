"""Launching an edition, writing to its contacts, and closing it. Each locks the edition's row."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import CharField, DateTimeField, IntegerField, Value
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from members.enums import SizeBand
from members.models import Organisation, User
from surveys.enums import CampaignState, MessageState, VersionStatus, Wave
from surveys.models import Campaign, Invitation, Message, Unit
from surveys.results.freeze import freeze_results

from .errors import FieldingRefused
from .links import end_of_links, issue_link
from .partials import keep_partial_responses
from .recipients import ANSWERED_WAVES, ASKING_WAVES, WAVES, recipients
from .tasks import send_outbox

__all__ = [
    "close_campaign",
    "confirm_message_sent",
    "follow_closing_date",
    "give_message_back",
    "issue_link",
    "launch_campaign",
    "queue_wave",
]


@transaction.atomic
def launch_campaign(
    campaign: Campaign,
    *,
    by: User | None,
    at: datetime | None = None,
    exclusions: Mapping[int, str] | None = None,
) -> Campaign:
    """Freeze the members as the edition's units and open it; from here on its N never moves.

    The frame is who is a member on the reference date, or today when that is still to come.
    ``exclusions`` puts organisations out of scope, by id, each with its reason.
    Raises ``FieldingRefused``.
    """
    campaign = lock(campaign)
    at = at or timezone.now()
    if campaign.state != CampaignState.DRAFT:
        raise FieldingRefused(_("This edition was launched already; its list of companies never changes."))
    if campaign.version.status != VersionStatus.PUBLISHED:
        raise FieldingRefused(_("Publish this version of the questionnaire first."))
    if campaign.closes_at <= at:
        raise FieldingRefused(_("The closing date has passed; move it before launching."))
    members = list(frame(campaign, at).with_headcount())
    if not members:
        raise FieldingRefused(_("No organisation is a member on that date, so there is nobody to ask."))
    Unit.objects.bulk_create(new_unit(campaign, member, exclusions or {}) for member in members)
    campaign.state = CampaignState.OPEN
    campaign.launched_at = at
    # An edition that asks invented organisations is a demonstration itself.
    campaign.is_demo = campaign.is_demo or any(member.is_demo for member in members)
    campaign.save(update_fields=["state", "launched_at", "is_demo"])
    return campaign


def lock(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_for_update(of=("self",)).select_related("version").get(pk=campaign.pk)


def frame_date(campaign: Campaign, at: datetime) -> date:
    return min(campaign.reference_date, timezone.localdate(at))


def frame(campaign: Campaign, at: datetime):
    """Return the organisations that launching at ``at`` would freeze as units."""
    return Organisation.objects.members_on(frame_date(campaign, at))


def new_unit(campaign: Campaign, member: Organisation, exclusions: Mapping[int, str]) -> Unit:
    reason = exclusions.get(member.pk, "")
    return Unit(
        campaign=campaign,
        organisation=member,
        name_at_launch=str(member),
        size_band=SizeBand.of(member.headcount),
        stratum=member.kind,
        headcount=member.headcount,
        in_scope=not reason,
        out_reason=reason,
    )


@transaction.atomic
def queue_wave(campaign: Campaign, wave: str, *, by: User | None, at: datetime | None = None) -> int:
    """Put one message for each recipient into the outbox and wake the sender; return how many are new.

    One INSERT from one SELECT: pressing twice, or two people pressing at once, queues nobody twice,
    since a unit's contact has a wave only once. Raises ``FieldingRefused``.
    """
    campaign = lock(campaign)
    refuse_unless_due(campaign, wave, at)
    queued = insert_messages(campaign, wave)
    transaction.on_commit(send_outbox.enqueue)
    return queued


def refuse_unless_due(campaign: Campaign, wave: str, at: datetime | None = None) -> None:
    """Raise ``FieldingRefused`` when this is not the time for ``wave``."""
    if wave not in WAVES:
        raise FieldingRefused(_("This message is not sent by hand."))
    if wave == Wave.NOTIFICATION:
        if not campaign.is_announced(at):
            raise FieldingRefused(_("An edition is announced after its launch and before it opens."))
    elif wave in ANSWERED_WAVES:
        if campaign.state != CampaignState.CLOSED:
            raise FieldingRefused(_("This message goes out once the edition is closed."))
    elif not campaign.accepts_answers(at):
        raise FieldingRefused(_("Only an edition that is open now can be written about."))


def insert_messages(campaign: Campaign, wave: str) -> int:
    columns = (
        *("unit_id", "person_id", "email", "wave", "state"),
        *("error", "occasion", "attempts", "queued_at"),
    )
    rows = (
        recipients(campaign, wave)
        .values("pk", "person", "email")
        .annotate(
            wave_=Value(wave, CharField()),
            state_=Value(MessageState.QUEUED.value, CharField()),
            error_=Value("", CharField()),
            occasion_=Value("", CharField()),
            attempts_=Value(0, IntegerField()),
            queued_=Now(output_field=DateTimeField()),
        )
        .values_list(
            "pk", "person", "email", "wave_", "state_", "error_", "occasion_", "attempts_", "queued_"
        )
    )
    select, parameters = rows.query.sql_with_params()
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(Message._meta.db_table)
    insert = f"INSERT INTO {table} ({quoted}) {select} ON CONFLICT DO NOTHING"  # noqa: S608 - quoted names only
    with connection.cursor() as cursor:
        cursor.execute(insert, parameters)
        return cursor.rowcount


@transaction.atomic
def close_campaign(campaign: Campaign, *, by: User | None = None, at: datetime | None = None) -> Campaign:
    """Close the edition, keep unfinished answers as partial, drop what is queued, freeze the results.

    Submitting locks the response's row, so a submission in the making is waited for and counts;
    one that comes later finds its response partial. Raises ``FieldingRefused``.
    """
    campaign = lock(campaign)
    if campaign.state != CampaignState.OPEN:
        raise FieldingRefused(_("Only an open edition can be closed; this one is not open."))
    campaign.state = CampaignState.CLOSED
    campaign.closed_at = at or timezone.now()
    campaign.save(update_fields=["state", "closed_at"])
    keep_partial_responses(campaign)
    Message.objects.filter(
        unit__campaign=campaign,
        state=MessageState.QUEUED,
        wave__in=[Wave.NOTIFICATION, Wave.LINK, Wave.COLLEAGUE, *ASKING_WAVES],
    ).update(state=MessageState.SKIPPED, error=_("The edition closed first."))
    freeze_results(campaign)
    return campaign


def follow_closing_date(campaign: Campaign) -> None:
    """Move the end of the links that were sent after the edition's closing date was moved."""
    Invitation.objects.filter(unit__campaign=campaign).update(expires_at=end_of_links(campaign))


def give_message_back(message: Message, *, by: User) -> bool:
    """Queue a failed or stuck message again; it is a person who decides, since a stuck one may have gone."""
    changed = Message.objects.filter(
        pk=message.pk, state__in=[MessageState.FAILED, MessageState.SENDING]
    ).update(state=MessageState.QUEUED, error="", attempted_at=None, attempts=0, retry_at=None)
    if changed:
        transaction.on_commit(send_outbox.enqueue)
    return bool(changed)


def confirm_message_sent(message: Message, *, by: User) -> bool:
    """Settle a stuck message as sent, when the person has seen that it arrived."""
    changed = Message.objects.filter(pk=message.pk, state=MessageState.SENDING).update(
        state=MessageState.SENT, sent_at=timezone.now()
    )
    return bool(changed)


def stuck_before(at: datetime | None = None) -> datetime:
    """Return the time before which an attempt without an outcome counts as stuck."""
    return (at or timezone.now()) - timedelta(minutes=10)
