"""Sending what is queued: claim one message, commit, send it, commit what came of it.

A claim is committed before the mail server hears of the message. So a crash leaves the
message in `sending`, where it may or may not have gone: a person decides, it is never
sent again by itself. Any number of senders may run at once.
"""

import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected

from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.models import Consent
from surveys.enums import MessageState, ResponseState, Wave
from surveys.models import Message, Response, Submission

from .errors import FieldingRefused, MailServerUnreachable
from .links import issue_link
from .mails import compose
from .recipients import PURPOSE

logger = logging.getLogger(__name__)
ERROR_LENGTH = Message._meta.get_field("error").max_length


def send_queued() -> dict[str, int]:
    """Send until the outbox is empty; return how many messages ended in which state.

    Raises ``MailServerUnreachable`` when no connection can be had; what is queued stays queued.
    """
    outcome: dict[str, int] = {}
    while Message.objects.filter(state=MessageState.QUEUED).exists():
        # A connection of its own for each message: when one breaks, only that message is in doubt.
        mailbox = open_mailbox()
        try:
            message = claim_message()
            if message is None:
                break
            state = deliver(message, mailbox)
        finally:
            mailbox.close()
        outcome[state] = outcome.get(state, 0) + 1
    return outcome


def open_mailbox():
    mailbox = get_connection()
    try:
        mailbox.open()
    except (OSError, SMTPException) as error:
        raise MailServerUnreachable(
            _("The mail server cannot be reached (%(error)s). Nothing was lost: the messages stay queued.")
            % {"error": error}
        ) from error
    return mailbox


@transaction.atomic
def claim_message() -> Message | None:
    """Take the oldest queued message that no other sender is taking, and mark it as being sent."""
    message = (
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("unit__campaign", "person")
        .filter(state=MessageState.QUEUED)
        .order_by("queued_at", "pk")
        .first()
    )
    if message:
        message.state = MessageState.SENDING
        message.attempted_at = timezone.now()
        message.save(update_fields=["state", "attempted_at"])
    return message


def deliver(message: Message, mailbox) -> str:
    """Send a claimed message unless it is not wanted any more; return the state it is in now."""
    if reason := not_wanted(message):
        return settle(message, MessageState.SKIPPED, reason)
    try:
        mail = compose(message, link=link_for(message), submission=receipt_of(message))
        mail.connection = mailbox
        mail.send()
    except FieldingRefused as refused:
        return settle(message, MessageState.SKIPPED, str(refused))
    except ValueError as error:
        # An address or header that cannot be; nothing was sent.
        return settle(message, MessageState.FAILED, str(error))
    except SMTPServerDisconnected as error:
        return settle(message, MessageState.SENDING, in_doubt(error))
    except SMTPException as error:
        return settle(message, MessageState.FAILED, refusal_text(error))
    except OSError as error:
        return settle(message, MessageState.SENDING, in_doubt(error))
    return settle(message, MessageState.SENT)


def in_doubt(error: OSError) -> str:
    return _("The line broke while sending, so it may have arrived: %(error)s") % {"error": error}


def refusal_text(error: SMTPException) -> str:
    """Return what the mail server said, in its words."""
    answers = error.recipients.values() if isinstance(error, SMTPRecipientsRefused) else [error.args]
    return " ".join(
        part.decode(errors="replace") if isinstance(part, bytes) else str(part)
        for answer in answers
        for part in answer
    )


def not_wanted(message: Message) -> str:
    """Return why the message should not go out after all, looked up at the last moment."""
    if message.wave == Wave.RECEIPT:
        return ""
    if not message.unit.in_scope:
        return _("The company is out of scope.")
    if not message.unit.campaign.accepts_answers():
        return _("The edition is not open.")
    if Response.objects.filter(unit=message.unit_id, state=ResponseState.SUBMITTED).exists():
        return _("The company has submitted its answers.")
    if Consent.objects.refused(PURPOSE).filter(person=message.person_id).exists():
        return _("This person wants no more messages.")
    return ""


def link_for(message: Message) -> str:
    return "" if message.wave == Wave.RECEIPT else issue_link(message.unit, message.person)


def receipt_of(message: Message) -> Submission | None:
    if message.wave != Wave.RECEIPT:
        return None
    return Submission.objects.filter(response__unit=message.unit_id).order_by("-sequence").first()


def settle(message: Message, state: str, error: str = "") -> str:
    message.state = state
    message.error = error[:ERROR_LENGTH]
    message.sent_at = timezone.now() if state == MessageState.SENT else None
    message.save(update_fields=["state", "error", "sent_at"])
    if state in (MessageState.FAILED, MessageState.SENDING):
        logger.warning("survey message %s is %s", message.pk, state)
    return state
