"""Who would be written to: the same query shows the list beforehand and fills the outbox."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from members.models import Post
from privacy.models import Consent
from surveys.enums import ResponseState, Wave
from surveys.models import Campaign, Message, Unit, UnitQuerySet

ASKING_WAVES = (Wave.INVITATION, Wave.REMINDER_1, Wave.REMINDER_2, Wave.REMINDER_3, Wave.LAST_CALL)
ANSWERED_WAVES = (Wave.THANKS, Wave.BENCHMARK)
WAVES = (Wave.NOTIFICATION, *ASKING_WAVES, *ANSWERED_WAVES)
# The purpose of the privacy register that these mails serve.
PURPOSE = "survey"
REMINDERS = ASKING_WAVES[1:]


def recipients(campaign: Campaign, wave: str) -> UnitQuerySet:
    """Return one row for each unit and current survey contact that ``wave`` would still be queued for.

    Each row carries ``person``, ``email``, ``given_name`` and ``family_name``. Left out are units that
    submitted (for the thanks: that did not), refused or are out of scope, contacts without an address or
    who object, and those that have the wave already.
    """
    has_it = Message.objects.filter(unit=OuterRef("pk"), person=OuterRef("person"), wave=wave)
    wants_no_more = Consent.objects.refused(PURPOSE).filter(person=OuterRef("person"))
    units = answered_units(campaign) if wave in ANSWERED_WAVES else waiting_units(campaign)
    return (
        units.filter(contact_now(timezone.localdate()), organisation__posts__person__work_email__gt="")
        .annotate(
            person=F("organisation__posts__person"),
            email=F("organisation__posts__person__work_email"),
            given_name=F("organisation__posts__person__given_name"),
            family_name=F("organisation__posts__person__family_name"),
        )
        .filter(~Exists(has_it), ~Exists(wants_no_more))
        .order_by("name_at_launch", "email")
    )


def waiting_units(campaign: Campaign) -> UnitQuerySet:
    """Return the units in scope that have not submitted and have not refused."""
    submitted = Q(response__state=ResponseState.SUBMITTED)
    asked = Unit.objects.in_scope().filter(campaign=campaign, refused_on=None)
    return asked.filter(~submitted | Q(response=None))


def answered_units(campaign: Campaign) -> UnitQuerySet:
    return Unit.objects.in_scope().filter(campaign=campaign, response__state=ResponseState.SUBMITTED)


def units_without_contact(campaign: Campaign) -> UnitQuerySet:
    """Return the waiting units that nobody can be written to for."""
    reachable = Post.objects.survey_contacts().current(timezone.localdate()).exclude(person__work_email="")
    return waiting_units(campaign).exclude(organisation__in=reachable.values("organisation"))


def contact_now(day: date) -> Q:
    """Match the posts of survey contacts that hold on ``day``; without dates a post holds."""
    return Q(organisation__posts__role="survey_contact") & (
        Q(organisation__posts__period__contains=day) | Q(organisation__posts__period=None)
    )


def next_reminder(campaign: Campaign) -> Wave | None:
    """Return the first reminder that nobody of this edition was written yet, or None after the last."""
    used = set(Message.objects.filter(unit__campaign=campaign).values_list("wave", flat=True).distinct())
    return next((wave for wave in REMINDERS if wave not in used), None)
