"""Opening a sent response again, for changes that make a new submission."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from members.models import User
from surveys.answering.errors import NotSent, SurveyClosed
from surveys.enums import ResponseState
from surveys.models import Reopening, Response

from .guard import lock


@transaction.atomic
def reopen_response(response: Response, *, by: User, reason: str, at: datetime | None = None) -> Reopening:
    """Let the company change what it sent; the submission stays as it is and counts until the next one.

    Raises ``NotSent``, which is also what a second press gets, or ``SurveyClosed``.
    """
    response = lock(response, hold=True)
    at = at or timezone.now()
    if not response.unit.campaign.accepts_answers(at):
        raise SurveyClosed
    if response.state != ResponseState.SUBMITTED:
        raise NotSent
    submission = response.submissions.latest("sequence")
    response.state, response.submitted_at = ResponseState.IN_PROGRESS, None
    response.save(update_fields=["state", "submitted_at"])
    return Reopening.objects.create(submission=submission, by=by, reason=reason.strip(), at=at)
