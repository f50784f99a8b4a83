"""Sending the digests that wait: claim one, commit, send it, commit what came of it.

A claim is committed before the mail server hears of the digest. So a crash leaves it being sent, where
it may or may not have gone: nobody is written to twice, and the panel shows it. Any number of senders
may run at once.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPServerDisconnected

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tera.mailing import is_temporary, refusal_text
from training.enums import DigestState
from training.models import Digest, Follower

from .digests import compose

logger = logging.getLogger(__name__)
ERROR_LENGTH = Digest._meta.get_field("error").max_length
MESSAGES_PER_LINE = 50
# How long to wait after each refusal that the server itself calls temporary; then it has failed.
WAITS = [timedelta(minutes=minutes) for minutes in (5, 30, 120, 480)]


def send_digests() -> dict[str, int]:
    """Send until none waits; return how many ended in which state.

    Raises what connecting raises when no mail server can be had; what is queued stays queued.
    """
    outcome: dict[str, int] = {}
    while Digest.objects.to_send(timezone.now()).exists():
        with get_connection() as mailbox:
            for _place in range(MESSAGES_PER_LINE):
                digest = claim_digest()
                if digest is None:
                    return outcome
                state = deliver(digest, mailbox)
                outcome[state] = outcome.get(state, 0) + 1
                if state not in (DigestState.SENT, DigestState.SKIPPED):
                    # After a refusal or a cut the line is in no state to be used again.
                    break
    return outcome


@transaction.atomic
def claim_digest() -> Digest | None:
    """Take the oldest digest that waits and that no other sender is taking."""
    now = timezone.now()
    waiting = Digest.objects.to_send(now).select_for_update(skip_locked=True, of=("self",))
    digest = waiting.select_related("follower").order_by("queued_at", "pk").first()
    if digest:
        digest.state = DigestState.SENDING
        digest.attempted_at = now
        digest.attempts += 1
        digest.save(update_fields=["state", "attempted_at", "attempts"])
    return digest


def deliver(digest: Digest, mailbox) -> str:
    """Send a claimed digest unless nothing of it is wanted any more; return the state it is in now."""
    try:
        mail = compose(digest)
        if mail is None:
            return settle(digest, DigestState.SKIPPED)
        mail.connection = mailbox
        mail.send()
    except SMTPServerDisconnected as error:
        return settle(digest, DigestState.SENDING, str(error))
    except SMTPException as error:
        return refused(digest, error)
    except OSError as error:
        return settle(digest, DigestState.SENDING, str(error))
    Follower.objects.filter(pk=digest.follower_id).exclude(failures=0).update(failures=0)
    return settle(digest, DigestState.SENT)


def refused(digest: Digest, error: SMTPException) -> str:
    if is_temporary(error) and digest.attempts <= len(WAITS):
        retry_at = timezone.now() + WAITS[digest.attempts - 1]
        return settle(digest, DigestState.QUEUED, refusal_text(error), retry_at)
    Follower.objects.filter(pk=digest.follower_id).update(failures=F("failures") + 1)
    return settle(digest, DigestState.FAILED, refusal_text(error))


def settle(digest: Digest, state: str, error: str = "", retry_at: datetime | None = None) -> str:
    """Write down what came of it; whoever stopped everything in the meantime has no row any more."""
    Digest.objects.filter(pk=digest.pk).update(
        state=state,
        error=error[:ERROR_LENGTH],
        retry_at=retry_at,
        sent_at=timezone.now() if state == DigestState.SENT else None,
    )
    if state in (DigestState.FAILED, DigestState.SENDING):
        logger.warning("training digest %s is %s", digest.pk, state)
    return state
