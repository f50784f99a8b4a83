"""Letting colleagues into a company's response, and out again."""

from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from members.models import Person
from surveys.answering.contacts import is_survey_contact
from surveys.answering.errors import NotShared
from surveys.enums import MessageState, Wave
from surveys.instrument.parser import compiled
from surveys.models import Invitation, Message, Response, Share
from surveys.sender import wake_sender

from .guard import lock, refuse_unless_writable

# A link opens the whole response and mails strangers; a company has no use for more.
MOST_LETTERS = 20


@transaction.atomic
def share_response(response: Response, *, name: str, email: str, section: str, by: str) -> Share:
    """Write a colleague a link of their own, or another section to one who has it.

    Raises ``NotShared``, ``SurveyClosed`` or ``AlreadySubmitted``.
    """
    response = lock(response)
    refuse_unless_writable(response, timezone.now())
    unit = response.unit
    if Message.objects.filter(unit=unit, wave=Wave.COLLEAGUE).count() >= MOST_LETTERS:
        raise NotShared(NotShared.TOO_MANY)
    person = colleague(response, email) or Person.objects.create(
        given_name=name, work_email=email, language=language_of(response, email)
    )
    if is_survey_contact(person, unit):
        raise NotShared(NotShared.HAS_A_LINK)
    share, _created = Share.objects.update_or_create(
        response=response, person=person, ended_at=None, defaults={"section": section, "asked_by": by}
    )
    Message.objects.create(
        unit=unit, person=person, wave=Wave.COLLEAGUE, email=person.work_email, occasion=occasion_of(share)
    )
    wake_sender()
    return share


def colleague(response: Response, email: str) -> Person | None:
    """Return whom the company has under that address already.

    Nobody else is looked for: whoever shares must not learn whom the cluster knows.
    """
    shared = Person.objects.filter(shares__response=response, work_email__iexact=email)
    employed = Person.objects.filter(
        posts__organisation=response.unit.organisation_id, work_email__iexact=email
    )
    return shared.first() or employed.first()


def language_of(response: Response, email: str) -> str:
    """Return in which language to write to an address: its owner's, else the edition's first.

    Whoever shares learns nothing of it: the mail goes to that address alone.
    """
    owners = Person.objects.filter(Q(user__email__iexact=email) | Q(work_email__iexact=email))
    spoken = [owners.values_list("language", flat=True).first(), *compiled(response.version).languages]
    known = dict(settings.LANGUAGES)
    return next((language for language in spoken if language in known), settings.LANGUAGE_CODE)


def occasion_of(share: Share) -> str:
    return f"{share.pk}-{uuid4().hex[:12]}"


@transaction.atomic
def end_share(share: Share) -> None:
    """Take a colleague's links away at once; what they saved stays."""
    Share.objects.filter(pk=share.pk, ended_at=None).update(ended_at=timezone.now())
    unit = share.response.unit_id
    Invitation.objects.filter(unit=unit, person=share.person_id, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    Message.objects.filter(
        unit=unit, person=share.person_id, wave=Wave.COLLEAGUE, state=MessageState.QUEUED
    ).update(state=MessageState.SKIPPED)
