"""A run of the digests, and days to come."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone

from training.following.outbox import send_digests
from training.following.planning import plan_digests


def ahead(days: int):
    return timezone.localdate() + timedelta(days=days)


def run() -> list:
    """Plan and send; return the mails that went out."""
    before = len(mail.outbox)
    plan_digests()
    send_digests()
    return mail.outbox[before:]
