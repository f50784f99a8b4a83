"""Showing that a link is one's own: a code mailed to its person, or one that the cluster gave by phone."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from surveys.answering.errors import NotProven
from surveys.enums import Wave
from surveys.models import MOST_TRIES, AccessCode, EntryCode, Invitation, Message
from surveys.sender import wake_sender
from surveys.tokens import hash_access_code, is_code, read_access_code

# Pressed twice, or by two people at once, it is one e-mail.
SAME_WISH = timedelta(minutes=1)
MOST_IN_AN_HOUR, MOST_IN_A_DAY = 5, 10
# About 2,000 guesses at a million codes over the hundred days that a link lives.
MOST_TRIES_IN_A_DAY = 20


@transaction.atomic
def ask_code(invitation: Invitation, *, at: datetime | None = None) -> EntryCode:
    """Have a code mailed to the invitation's person; it counts instead of those before.

    The invitation's row is locked, so that the limits hold. Raises ``NotProven``.
    """
    at = at or timezone.now()
    invitation = hold(invitation, at)
    person = invitation.person
    if person is None or not person.work_email:
        raise NotProven(NotProven.NO_ADDRESS)
    asked = invitation.codes.order_by("-asked_at", "-pk")
    newest = asked.first()
    if newest and is_alive(newest, at) and at - newest.asked_at < SAME_WISH:
        return newest
    if asked.filter(asked_at__gt=at - timedelta(hours=1)).count() >= MOST_IN_AN_HOUR:
        raise NotProven(NotProven.TOO_MANY_CODES)
    today = asked.filter(asked_at__gt=at - timedelta(days=1))
    tried = today.aggregate(tries=Sum("tries", default=0))["tries"]
    if today.count() >= MOST_IN_A_DAY or tried >= MOST_TRIES_IN_A_DAY:
        raise NotProven(NotProven.TOO_MANY_CODES)
    code = EntryCode.objects.create(invitation=invitation, asked_at=at)
    Message.objects.create(
        unit=invitation.unit, person=person, wave=Wave.CODE, email=person.work_email, occasion=str(code.pk)
    )
    wake_sender()
    return code


def use_code(invitation: Invitation, typed: str, *, at: datetime | None = None) -> None:
    """Take the newest mailed code, once; a wrong one is counted. Raises ``NotProven``."""
    if reason := refusal_of_code(invitation, typed, at or timezone.now()):
        raise NotProven(reason)


@transaction.atomic
def refusal_of_code(invitation: Invitation, typed: str, at: datetime) -> str:
    """Judge a code under the invitation's lock; returned, since raising would undo the count."""
    try:
        invitation = hold(invitation, at)
    except NotProven as refused:
        return str(refused)
    code = invitation.codes.order_by("-asked_at", "-pk").first()
    if code is None or code.used_at or code.expires_at and code.expires_at <= at:
        return NotProven.OVER
    if code.tries >= MOST_TRIES:
        return NotProven.TOO_MANY_TRIES
    if not code.code_hash:
        return NotProven.NOT_YET
    if not is_code(typed, code.code_hash, of=code.pk):
        EntryCode.objects.filter(pk=code.pk).update(tries=F("tries") + 1)
        return NotProven.TOO_MANY_TRIES if code.tries + 1 >= MOST_TRIES else NotProven.WRONG
    EntryCode.objects.filter(pk=code.pk).update(used_at=at)
    return ""


def hold(invitation: Invitation, at: datetime) -> Invitation:
    """Lock an invitation that still opens something; raises ``NotProven``."""
    usable = Invitation.objects.usable(at).filter(pk=invitation.pk, unit__in_scope=True)
    held = usable.select_for_update(of=("self",)).select_related("unit", "person").first()
    if held is None:
        raise NotProven(NotProven.LINK_OVER)
    return held


def is_alive(code: EntryCode, at: datetime) -> bool:
    """Tell whether a code may still be typed, mailed already or not."""
    is_over = code.expires_at is not None and code.expires_at <= at
    return code.used_at is None and code.tries < MOST_TRIES and not is_over


def find_access_code(typed: str, *, at: datetime | None = None) -> AccessCode:
    """Return the access code that was typed, in whatever case and grouping; raises ``NotProven``.

    Found by its keyed hash: how long that takes tells nothing about the code.
    """
    usable = AccessCode.objects.usable(at or timezone.now())
    code_hash = hash_access_code(read_access_code(typed))
    found = usable.filter(code_hash=code_hash)
    code = found.select_related("invitation__unit__campaign", "invitation__unit__response").first()
    if code is None:
        raise NotProven(NotProven.NO_SUCH_CODE)
    return code
