"""Sending a response, once."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from members.models import Person, User
from surveys.answering.draft import Draft
from surveys.answering.errors import NotReady
from surveys.answering.payload import payload_of
from surveys.enums import ResponseState
from surveys.instrument.checks import failures
from surveys.instrument.definition import hash_json
from surveys.models import CheckFlag, Response, Submission

from .guard import hold_open, lock, refuse_unless_writable
from .receipts import new_receipt_number, queue_receipt


@transaction.atomic
def submit_response(
    response: Response,
    *,
    idempotency_key: UUID,
    by: str,
    contact: Person | None = None,
    user: User | None = None,
    explanations: Mapping[tuple[str, str], str] | None = None,
    at: datetime | None = None,
) -> Submission:
    """Send the answers on the path, once: an immutable submission, a state, a receipt to mail.

    Pressing again, with the same key or another, returns the submission there is.
    ``explanations`` answer soft checks, by rule and row.
    Raises ``SurveyClosed``, or ``NotReady`` with what is missing or contradictory.
    """
    hold_open(response)
    response = lock(response)
    if response.state == ResponseState.SUBMITTED:
        return response.submissions.latest("sequence")
    if known := response.submissions.filter(idempotency_key=idempotency_key).first():
        return known
    at = at or timezone.now()
    refuse_unless_writable(response, at)
    draft = Draft.of(response)
    path = draft.path()
    found = failures(draft.definition, path.cells)
    hard = tuple(failure for failure in found if failure.check.is_hard)
    if path.missing() or hard:
        raise NotReady(path.missing(), hard)
    draft.mark_path()
    draft.write()
    flag_soft_checks(response, found, explanations or {})
    submission = store_submission(response, payload_of(response, path), idempotency_key, by, user, at)
    if contact and contact.work_email:
        queue_receipt(submission, response.unit, contact)
    return submission


def store_submission(
    response: Response, payload: dict, idempotency_key: UUID, by: str, user: User | None, at: datetime
) -> Submission:
    submission = Submission.objects.create(
        response=response,
        sequence=response.submissions.count() + 1,
        idempotency_key=idempotency_key,
        receipt_number=new_receipt_number(response),
        definition_sha256=response.version.definition_sha256,
        payload=payload,
        payload_sha256=hash_json(payload),
        submitted_by=by,
        user=user,
        at=at,
    )
    response.state = ResponseState.SUBMITTED
    response.submitted_at = submission.at
    response.save(update_fields=["state", "submitted_at"])
    return submission


def flag_soft_checks(response: Response, found: tuple, explanations: Mapping[tuple[str, str], str]) -> None:
    """Replace the response's flags by the soft checks that fail now, with what was said of them."""
    response.check_flags.all().delete()
    CheckFlag.objects.bulk_create(
        CheckFlag(
            response=response,
            rule=failure.check.code,
            row_key=failure.row,
            explanation=explanations.get((failure.check.code, failure.row), ""),
        )
        for failure in found
        if not failure.check.is_hard
    )
