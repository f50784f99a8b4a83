"""Sending what is queued: claim one message, commit, send it, commit what came of it.

A claim is committed before the mail server hears of the message. So a crash leaves the
message in `sending`, where it may or may not have gone: a person decides, it is never
sent again by itself. Any number of senders may run at once.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPServerDisconnected

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys.enums import MessageState, Wave
from surveys.models import Message, Submission
from tera.mailing import is_temporary, refusal_text

from .errors import FieldingRefused, MailServerUnreachable
from .letters import LINKED, RECEIPTED
from .links import issue_code, issue_link
from .mails import compose
from .wanted import not_wanted

logger = logging.getLogger(__name__)
ERROR_LENGTH = Message._meta.get_field("error").max_length
# Some servers take so many messages over one line and no more.
MESSAGES_PER_LINE = 50
# How long to wait after each refusal that the server itself calls temporary (4xx); then it has failed.
WAITS = [timedelta(minutes=minutes) for minutes in (2, 10, 30, 120, 480)]
# Who asked for a code sits before the page that takes it.
SOMEBODY_WAITS = ExpressionWrapper(Q(wave=Wave.CODE), BooleanField())
# Settled: nobody was sent anything over the line, so it is as good as before.
CLEAN = (MessageState.SENT, MessageState.SKIPPED)


def send_queued() -> dict[str, int]:
    """Send until nothing is due or the rate is reached; return how many messages ended in which state.

    Raises ``MailServerUnreachable`` when no connection can be had; what is queued stays queued.
    """
    outcome: dict[str, int] = {}
    mailbox, carried = None, 0
    try:
        while below_rate() and due_messages().exists():
            if carried >= MESSAGES_PER_LINE or (mailbox and not is_alive(mailbox)):
                mailbox.close()
                mailbox = None
            if mailbox is None:
                mailbox, carried = open_mailbox(), 0
            message = claim_message()
            if message is None:
                break
            state = deliver(message, mailbox)
            carried += 1
            outcome[state] = outcome.get(state, 0) + 1
            if state not in CLEAN:
                mailbox.close()
                mailbox = None
    finally:
        if mailbox:
            mailbox.close()
    return outcome


def due_messages(at: datetime | None = None) -> QuerySet[Message]:
    at = at or timezone.now()
    return Message.objects.filter(Q(retry_at=None) | Q(retry_at__lte=at), state=MessageState.QUEUED)


def below_rate() -> bool:
    """Tell whether one more message may go out now; who has to wait is taken up by the next run."""
    limit = settings.SURVEY_MAIL_PER_MINUTE
    if not limit:
        return True
    last_minute = timezone.now() - timedelta(minutes=1)
    return Message.objects.filter(attempted_at__gt=last_minute).count() < limit


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


def is_alive(mailbox) -> bool:
    """Tell whether the line still stands, before a message is claimed for it."""
    line = getattr(mailbox, "connection", None)
    if line is None:
        return not hasattr(mailbox, "connection")
    try:
        return line.noop()[0] == 250
    except (OSError, SMTPException):
        return False


@transaction.atomic
def claim_message() -> Message | None:
    """Take the oldest due message that no other sender is taking, and mark it as being sent."""
    message = (
        due_messages()
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("unit__campaign", "person")
        .order_by(SOMEBODY_WAITS.desc(), "queued_at", "pk")
        .first()
    )
    if message:
        message.state = MessageState.SENDING
        message.attempted_at = timezone.now()
        message.attempts += 1
        message.save(update_fields=["state", "attempted_at", "attempts"])
    return message


def deliver(message: Message, mailbox) -> str:
    """Send a claimed message unless it is not wanted any more; return the state it is in now."""
    if reason := not_wanted(message):
        return settle(message, MessageState.SKIPPED, reason)
    try:
        mail = compose(
            message, link=link_for(message), submission=receipt_of(message), code=code_for(message)
        )
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
        return refused_by_server(message, error)
    except OSError as error:
        return settle(message, MessageState.SENDING, in_doubt(error))
    return settle(message, MessageState.SENT)


def in_doubt(error: OSError) -> str:
    return _("The line broke while sending, so it may have arrived: %(error)s") % {"error": error}


def refused_by_server(message: Message, error: SMTPException) -> str:
    """Try again later what the server refused for now; the rest has failed."""
    if is_temporary(error) and message.attempts <= len(WAITS):
        message.retry_at = timezone.now() + WAITS[message.attempts - 1]
        return settle(message, MessageState.QUEUED, refusal_text(error))
    return settle(message, MessageState.FAILED, refusal_text(error))


def link_for(message: Message) -> str:
    return issue_link(message.unit, message.person) if message.wave in LINKED else ""


def code_for(message: Message) -> str:
    return issue_code(message) if message.wave == Wave.CODE else ""


def receipt_of(message: Message) -> Submission | None:
    if message.wave not in RECEIPTED:
        return None
    sent = Submission.objects.filter(response__unit=message.unit_id)
    if message.wave == Wave.RECEIPT and message.occasion.isdecimal():
        sent = sent.filter(sequence=int(message.occasion))
    return sent.order_by("-sequence").first()


def settle(message: Message, state: str, error: str = "") -> str:
    message.state = state
    message.error = error[:ERROR_LENGTH]
    message.sent_at = timezone.now() if state == MessageState.SENT else None
    if state != MessageState.QUEUED:
        message.retry_at = None
    message.save(update_fields=["state", "error", "sent_at", "retry_at"])
    if state in (MessageState.FAILED, MessageState.SENDING):
        logger.warning("survey message %s is %s", message.pk, state)
    return state
