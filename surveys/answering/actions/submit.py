"""Sending a response, once."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from members.models import Person, User
from surveys.answering.contacts import survey_contacts
from surveys.answering.draft import Draft
from surveys.answering.errors import NotReady
from surveys.answering.oddities import Mark, Oddity
from surveys.answering.payload import payload_of
from surveys.answering.storing import send
from surveys.enums import ResponseState
from surveys.instrument.checks import Failure, failures
from surveys.instrument.hashing import hash_json
from surveys.instrument.routing import Path
from surveys.models import Response, Submission

from .explain import settle_checks
from .guard import lock, refuse_if_moved, refuse_unless_writable
from .receipts import new_receipt_number, queue_receipt


class Said(NamedTuple):
    """What was said of odd figures, by rule and row."""

    explanations: Mapping[Mark, str]
    confirmed: Collection[Mark]


@transaction.atomic
def submit_response(
    response: Response,
    *,
    idempotency_key: UUID,
    by: str,
    contact: Person | None = None,
    user: User | None = None,
    explanations: Mapping[Mark, str] | None = None,
    confirmed: Collection[Mark] = (),
    read_as: str = "",
    at: datetime | None = None,
) -> Submission:
    """Send the answers on the path, once: an immutable submission, a state, a receipt to mail.

    ``contact`` gets the receipt; a ``user`` is a manager who sends for the company, all of whose
    contacts get it then.
    Pressing again, with the same key or another, returns the submission there is.
    Every soft check that fails has to be answered, by rule and row: in ``explanations``, as
    ``confirmed``, or earlier for the same figures.
    Raises ``SurveyClosed``, ``VersionChanged`` where the answers were looked at under another
    definition than ``read_as``, or ``NotReady`` with what is missing, contradictory or unexplained.
    """
    said = Said(explanations or {}, confirmed)
    return submit_locked(
        lock(response, hold=True),
        idempotency_key=idempotency_key,
        by=by,
        contact=contact,
        user=user,
        said=said,
        read_as=read_as,
        at=at,
    )


def submit_locked(
    response: Response,
    *,
    idempotency_key: UUID,
    by: str,
    contact: Person | None,
    user: User | None,
    said: Said,
    read_as: str,
    at: datetime | None,
    draft: Draft | None = None,
) -> Submission:
    """Do what ``submit_response`` does to a response that is locked, in an edition that is held open."""
    if response.state == ResponseState.SUBMITTED:
        return response.submissions.latest("sequence")
    if response.was_sent:
        earlier = response.submissions.filter(idempotency_key=idempotency_key)
        if known := earlier.defer("payload").first():
            return known
    at = at or timezone.now()
    refuse_unless_writable(response, at)
    refuse_if_moved(response, read_as)
    draft = draft or Draft.of(response)
    path = draft.path()
    found = failures(draft.definition, path.cells, draft.previous)
    odd = settle_checks(
        response, found, explanations=said.explanations, confirmed=said.confirmed, actor=by, at=at
    )
    refuse_unless_ready(path, found, odd)
    draft.mark_path()
    draft.write()
    submission = store_submission(response, payload_of(response, path), idempotency_key, by, user, at)
    # What the cluster takes down by phone or from paper is told to those who could have answered.
    for person in [contact] if contact else survey_contacts(response.unit) if user else []:
        if person.work_email:
            queue_receipt(submission, response.unit, person)
    return submission


def refuse_unless_ready(path: Path, found: tuple[Failure, ...], odd: tuple[Oddity, ...]) -> None:
    hard = tuple(failure for failure in found if failure.check.is_hard)
    unexplained = tuple(oddity.failure for oddity in odd if not oddity.is_settled)
    if path.missing() or path.says_nothing() or hard or unexplained:
        raise NotReady(path.missing(), hard, unexplained)


def store_submission(
    response: Response, payload: dict, idempotency_key: UUID, by: str, user: User | None, at: datetime
) -> Submission:
    """Write the submission and the response's state, in one statement."""
    submission = Submission(
        response=response,
        idempotency_key=idempotency_key,
        receipt_number=new_receipt_number(response),
        definition_sha256=response.version.definition_sha256,
        payload=payload,
        payload_sha256=hash_json(payload),
        submitted_by=by,
        user=user,
        at=at,
    )
    send(submission)
    response.state, response.submitted_at = ResponseState.SUBMITTED, at
    return submission
