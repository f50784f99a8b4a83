"""Waking the sender of e-mails from the wings below it, which may not import it."""

from django.db import transaction
from django.utils.module_loading import import_string

SENDER = "surveys.fielding.tasks.send_outbox"


def wake_sender() -> None:
    """Have the outbox sent in the background once the current transaction is committed."""
    transaction.on_commit(lambda: import_string(SENDER).enqueue())
