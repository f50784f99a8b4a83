"""Handing a company's whole answer over: the colleague says yes and becomes the contact, the giver is out."""

from contextlib import AbstractContextManager

from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from members.enums import PostRole
from members.models import Person, Post
from surveys.answering.contacts import contact_posts, is_survey_contact
from surveys.answering.errors import NotHandedOver, NotShared
from surveys.enums import MessageState
from surveys.models import ChasingNote, Invitation, Message, Response, Share, Unit

from .guard import lock, refuse_unless_writable
from .share import share_response


@transaction.atomic
def offer_response(response: Response, *, name: str, email: str, by: Person) -> Share:
    """Write a colleague a link, and ask them to take the whole over from ``by``; the cluster is told.

    Nothing changes hands before they accept, and only one is asked at a time.
    Raises ``NotShared``, ``SurveyClosed`` or ``AlreadySubmitted``.
    """
    response = lock(response)
    if not is_survey_contact(by, response.unit):
        raise NotShared(NotShared.NOT_YOURS)
    if response.shares.filter(ended_at=None, handed_by__isnull=False).exists():
        raise NotShared(NotShared.OFFERED_ALREADY)
    share = share_response(response, name=name, email=email, section="", by=str(by))
    share.handed_by = by
    share.save(update_fields=["handed_by"])
    asked = gettext_lazy("%(giver)s has asked %(receiver)s to take over the questionnaire.")
    note(response.unit, asked, by, share.person)
    return share


@transaction.atomic
def accept_response(share: Share) -> None:
    """Make the colleague the survey contact in the giver's place, and end the giver's links at once.

    What the giver saved stays. Raises ``NotHandedOver``, ``SurveyClosed`` or ``AlreadySubmitted``.
    """
    response, share = offered(share)
    giver, unit, now = share.handed_by, response.unit, timezone.now()
    today = timezone.localdate()
    for post in contact_posts(unit).filter(person=giver).select_for_update(of=("self",)):
        post.end(today)
    Post.objects.update_or_create(
        organisation_id=unit.organisation_id,
        person=share.person,
        role=PostRole.SURVEY_CONTACT,
        defaults={"period": DateRange(today, None)},
    )
    links = Invitation.objects.filter(unit=unit, revoked_at=None)
    # The giver may have read the access code too, which is nobody's own.
    links.filter(Q(person=giver) | Q(access_code__isnull=False)).update(revoked_at=now)
    waiting = Message.objects.filter(unit=unit, person=giver, state=MessageState.QUEUED)
    with in_the_clusters_language():
        waiting.update(state=MessageState.SKIPPED, error=_("This person is no contact any more."))
    # The link stays theirs: they have it as the contact now, and no colleague lets them in.
    Share.objects.filter(pk=share.pk).update(ended_at=now)
    taken = gettext_lazy("%(receiver)s has taken over the questionnaire from %(giver)s.")
    note(unit, taken, giver, share.person)


@transaction.atomic
def decline_response(share: Share) -> None:
    """Leave it with the giver; the colleague keeps the link and goes on helping."""
    response, share = offered(share)
    Share.objects.filter(pk=share.pk).update(handed_by=None)
    left = gettext_lazy("%(receiver)s does not take over the questionnaire from %(giver)s.")
    note(response.unit, left, share.handed_by, share.person)


def offered(share: Share) -> tuple[Response, Share]:
    """Return the locked response and the offer as it is under the lock."""
    response = lock(share.response)
    refuse_unless_writable(response, timezone.now())
    offers = response.shares.filter(pk=share.pk, ended_at=None, handed_by__isnull=False)
    found = offers.select_related("person", "handed_by").first()
    if found is None:
        raise NotHandedOver
    return response, found


def note(unit: Unit, text: Promise, giver: Person, receiver: Person) -> None:
    """Tell the cluster, where it looks when it calls the company."""
    with in_the_clusters_language():
        ChasingNote.objects.create(unit=unit, text=text % {"giver": giver, "receiver": receiver})


def in_the_clusters_language() -> AbstractContextManager:
    """What is stored for the cluster is in its language, in whatever one the company answers."""
    return override(settings.LANGUAGE_CODE)
