"""The number of a receipt, and its way into the outbox."""

import secrets

from members.models import Person
from surveys.enums import MessageState, Wave
from surveys.models import Message, Response, Submission, Unit
from surveys.sender import wake_sender
from surveys.tokens import CLEAR_ALPHABET


def queue_receipt(submission: Submission, unit: Unit, contact: Person) -> None:
    """Put the receipt into the outbox, in the same commit as the submission, and wake the sender."""
    Message.objects.bulk_create(
        [
            Message(
                unit=unit,
                person=contact,
                wave=Wave.RECEIPT,
                occasion=str(submission.sequence),
                email=contact.work_email,
                state=MessageState.QUEUED,
            )
        ],
        ignore_conflicts=True,
    )
    wake_sender()


def new_receipt_number(response: Response) -> str:
    letters = "".join(secrets.choice(CLEAR_ALPHABET) for _ in range(8))
    return f"{response.unit.campaign.reference_date.year}-{letters[:4]}-{letters[4:]}"
