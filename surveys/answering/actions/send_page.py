"""Sending a questionnaire of one page from that page: saved and submitted with one press."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from members.models import Person, User
from surveys.answering.cells import Change
from surveys.answering.errors import NotReady
from surveys.answering.oddities import Mark
from surveys.enums import AnswerOrigin, ResponseState
from surveys.models import Response, Submission

from .guard import lock
from .save import save_locked
from .submit import Said, submit_locked


@dataclass(frozen=True)
class Sent:
    """The submission there is now; without one the answers are saved, and ``unready`` says why."""

    submission: Submission | None = None
    unready: NotReady | None = None


@transaction.atomic
def send_page(
    response: Response,
    cells: Iterable[Change],
    *,
    request_id: UUID,
    idempotency_key: UUID,
    by: str,
    origin: str = AnswerOrigin.RESPONDENT,
    contact: Person | None = None,
    user: User | None = None,
    explanations: Mapping[Mark, str] | None = None,
    confirmed: Collection[Mark] = (),
    read_as: str = "",
) -> Sent:
    """Save the answers, and send them if nothing is missing, contradictory or unexplained.

    Raises ``SurveyClosed``, ``VersionChanged`` or ``Conflict``, and then nothing is saved either.
    """
    response, at = lock(response, hold=True), timezone.now()
    draft = None
    if response.state != ResponseState.SUBMITTED:
        saved = save_locked(
            response, cells, request_id=request_id, actor=by, origin=origin, read_as=read_as, at=at
        )
        draft = saved.draft
    try:
        submission = submit_locked(
            response,
            idempotency_key=idempotency_key,
            by=by,
            contact=contact,
            user=user,
            said=Said(explanations or {}, confirmed),
            read_as=read_as,
            at=at,
            draft=draft,
        )
    except NotReady as unready:
        return Sent(unready=unready)
    return Sent(submission)
