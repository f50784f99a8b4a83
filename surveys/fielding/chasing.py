"""What a manager does for one company that has not answered: a new link, another contact, a word by phone."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from members.enums import PostRole
from members.models import Person, Post, User
from surveys.answering.contacts import contact_posts, survey_contacts
from surveys.enums import MessageState, Wave
from surveys.models import Invitation, Message, Unit

from .errors import FieldingRefused
from .links import end_access_code
from .tasks import send_outbox


@transaction.atomic
def send_new_link(unit: Unit, *, by: User) -> int:
    """Revoke every link of the company and write each contact a new one; return how many are written to.

    Raises ``FieldingRefused`` when the edition takes no answers or nobody can be written to.
    """
    unit = Unit.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=unit.pk)
    if not unit.campaign.accepts_answers():
        raise FieldingRefused(_("Only an edition that is open now can be written about."))
    people = [person for person in survey_contacts(unit) if person.work_email]
    if not people:
        raise FieldingRefused(
            _("Nobody at this company can be written to: no contact has an e-mail address.")
        )
    revoke_links(unit)
    occasion = uuid4().hex
    Message.objects.bulk_create(
        Message(unit=unit, person=person, wave=Wave.LINK, email=person.work_email, occasion=occasion)
        for person in people
    )
    transaction.on_commit(send_outbox.enqueue)
    return len(people)


def revoke_links(unit: Unit, person: Person | None = None) -> int:
    """Make the company's links useless at once, or those of one person."""
    links = Invitation.objects.filter(unit=unit, revoked_at=None)
    if person:
        links = links.filter(person=person)
    return links.update(revoked_at=timezone.now())


@transaction.atomic
def replace_contact(unit: Unit, person: Person, *, by: User) -> Person:
    """Make ``person`` the company's survey contact from today on, in the place of those there were.

    Whoever was the contact loses the links; what they have saved stays.
    """
    today = timezone.localdate()
    for post in contact_posts(unit).select_for_update(of=("self",)):
        if post.person_id == person.pk:
            continue
        post.end(today)
        revoke_links(unit, post.person)
        end_access_code(unit)
        waiting = Message.objects.filter(unit=unit, person=post.person, state=MessageState.QUEUED)
        waiting.update(state=MessageState.SKIPPED, error=_("This person is no contact any more."))
    if not contact_posts(unit).filter(person=person).exists():
        Post.objects.update_or_create(
            organisation_id=unit.organisation_id,
            person=person,
            role=PostRole.SURVEY_CONTACT,
            defaults={"period": DateRange(today, None)},
        )
    return person


def mark_bounced(message: Message, *, reason: str, at: datetime | None = None) -> bool:
    """Note that a message that was sent came back; tell whether that was news."""
    field = Message._meta.get_field("error")
    changed = Message.objects.filter(pk=message.pk, state=MessageState.SENT).update(
        state=MessageState.BOUNCED, bounced_at=at or timezone.now(), error=reason[: field.max_length]
    )
    return bool(changed)
