"""What each purpose's period applies to, and how it is cleared; what is counted stays countable."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import (
    AccessInvitation,
    AccessRequest,
    BulkChange,
    ChangeRequest,
    ImportBatch,
    Merge,
    SignedInSession,
)

from .enums import RequestState
from .models import DataSubjectRequest, Event


@dataclass(frozen=True)
class Rule:
    """One kind of row that a purpose keeps: which are old on a day, and how they are cleared.

    What is of no use long before the purpose's period is over says after how many days.
    """

    label: str | Promise
    old: Callable[[date], QuerySet]
    clear: Callable[[QuerySet], int]
    days: int | None = None


def delete(rows: QuerySet) -> int:
    return rows.delete()[0]


def old_messages(before: date) -> QuerySet:
    messages = apps.get_model("surveys.Message")._base_manager
    return messages.filter(unit__campaign__closed_at__date__lt=before).exclude(email="")


def clear_messages(messages: QuerySet) -> int:
    """Blank the address: how many were written to, and when, stays."""
    return messages.update(email="", error="")


def old_notes(before: date) -> QuerySet:
    notes = apps.get_model("surveys.ChasingNote")._base_manager
    return notes.filter(unit__campaign__closed_at__date__lt=before)


def old_comments(before: date) -> QuerySet:
    said = apps.get_model("surveys.Feedback")._base_manager
    return said.filter(response__unit__campaign__closed_at__date__lt=before).exclude(comment="")


def clear_comments(said: QuerySet) -> int:
    """Blank the words: how hard it was and how long it took stay countable."""
    return said.update(comment="")


def old_codes(before: date) -> QuerySet:
    codes = apps.get_model("surveys.EntryCode")._base_manager
    return codes.filter(asked_at__date__lt=before)


def old_events(before: date) -> QuerySet:
    return Event.objects.filter(at__date__lt=before)


def old_requests(before: date) -> QuerySet:
    return DataSubjectRequest.objects.filter(closed_on__lt=before).exclude(state=RequestState.OPEN)


def old_invitations(before: date) -> QuerySet:
    """Return the invitations that can no longer be accepted: used, taken back or expired."""
    ended = Q(accepted_at__date__lt=before) | Q(revoked_at__date__lt=before) | Q(expires_at__date__lt=before)
    return AccessInvitation.objects.filter(ended)


def old_access_requests(before: date) -> QuerySet:
    return AccessRequest.objects.filter(decided_at__date__lt=before)


def old_sessions(before: date) -> QuerySet:
    return SignedInSession.objects.filter(seen_at__date__lt=before)


def old_change_requests(before: date) -> QuerySet:
    return ChangeRequest.objects.filter(decided_at__date__lt=before)


def old_imports(before: date) -> QuerySet:
    return ImportBatch.objects.filter(created_at__date__lt=before)


def old_bulk_changes(before: date) -> QuerySet:
    return BulkChange.objects.filter(made_at__date__lt=before)


def old_merges(before: date) -> QuerySet:
    return Merge.objects.filter(made_at__date__lt=before).exclude(content=[])


def forget_rows(merges: QuerySet) -> int:
    """Keep that two records were made one; what they held goes, and with it the way back."""
    return merges.update(content=[])


def old_digests(before: date) -> QuerySet:
    """Return the digests of long ago; what they told is too old to be told again."""
    digests = apps.get_model("training.Digest")._base_manager
    return digests.filter(queued_at__date__lt=before)


RULES: dict[str, tuple[Rule, ...]] = {
    "survey": (
        Rule(_("addresses of survey messages"), old_messages, clear_messages),
        Rule(_("notes on calls to companies"), old_notes, delete),
        Rule(_("comments on the survey itself"), old_comments, clear_comments),
        # Good for minutes; a day's are counted against guessing, a month's answer "it never came".
        Rule(_("codes mailed to open a questionnaire"), old_codes, delete, days=30),
    ),
    "accounts": (
        Rule(_("invitations that ended"), old_invitations, delete),
        Rule(_("requests for access that were decided"), old_access_requests, delete),
        Rule(_("sessions nobody used"), old_sessions, delete),
    ),
    "upkeep": (
        Rule(_("changes of identity that were decided"), old_change_requests, delete),
        Rule(_("imported files"), old_imports, delete),
        Rule(_("what changes of many rows held, for undoing"), old_bulk_changes, delete),
        Rule(_("what merged records held, for undoing"), old_merges, forget_rows),
    ),
    "training_alerts": (Rule(_("digests of new training"), old_digests, delete),),
    "audit": (Rule(_("history of changes"), old_events, delete),),
    "requests": (Rule(_("requests that were answered"), old_requests, delete),),
}
