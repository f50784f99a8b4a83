"""Starting, saving and sending a response. Each locks the response's row, so they never interleave."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from members.models import Person, User
from surveys.enums import AnswerOrigin, Channel, MessageState, ResponseState, Wave
from surveys.instrument.cells import Key
from surveys.instrument.checks import failures
from surveys.instrument.definition import hash_json
from surveys.models import AnswerEvent, CheckFlag, Message, Response, Submission, Unit
from surveys.sender import wake_sender

from .cells import Change, cell_of
from .draft import Draft, changed, record_events
from .errors import AlreadySubmitted, NotReady, SurveyClosed
from .merge import settle
from .payload import payload_of

# Without letters and figures that are taken for one another on paper or by phone.
RECEIPT_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class Saved:
    """A save that the database has: the response's revision, when, and the cells that changed."""

    revision: int
    at: datetime
    keys: tuple[Key, ...]
    repeated: bool = False


def start_response(unit: Unit, *, channel: str = Channel.WEB, at: datetime | None = None) -> Response:
    """Return the unit's one response, made if need be; raises ``SurveyClosed``."""
    if not unit.campaign.accepts_answers(at):
        raise SurveyClosed
    response, _created = Response.objects.get_or_create(
        unit=unit,
        defaults={
            "version_id": unit.campaign.version_id,
            "channel": channel,
            "started_at": at or timezone.now(),
        },
    )
    return response


@transaction.atomic
def save_cells(
    response: Response,
    cells: Iterable[Change],
    *,
    request_id: UUID,
    actor: str,
    origin: str = AnswerOrigin.RESPONDENT,
    at: datetime | None = None,
) -> Saved:
    """Store what changed, with one event for each cell, and move the revision on.

    The same ``request_id`` again changes nothing and returns what it did the first time.
    All or nothing: raises ``SurveyClosed``, ``AlreadySubmitted``, ``CellRefused`` or ``Conflict``.
    """
    response = lock(response)
    if earlier := saved_before(response, request_id):
        return earlier
    at = at or timezone.now()
    refuse_unless_writable(response, at)
    draft = Draft.of(response)
    changes = list(cells)
    wanted = {change.key: cell_of(change, draft.definition) for change in changes}
    before = draft.cells
    new = changed(settle(draft, wanted, {change.key: change.base for change in changes}), before)
    if new:
        draft.put(new, actor=actor, origin=origin)
        draft.mark_path()
        record_events(draft, before, new, request_id=request_id, actor=actor)
        draft.write()
        response.revision += 1
    response.saved_at = at
    response.save(update_fields=["revision", "saved_at"])
    return Saved(response.revision, at, tuple(new))


def hold_open(response: Response) -> None:
    """Keep the edition from closing until this transaction ends; many may hold it at once.

    Closing takes the same row for itself first, so that a submission and a close never both win.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id FROM surveys_campaign c JOIN surveys_unit u ON u.campaign_id = c.id "
            "WHERE u.id = %s FOR SHARE OF c",
            [response.unit_id],
        )


def lock(response: Response) -> Response:
    """Return the response, locked until the transaction ends, with what its rules need."""
    return (
        Response.objects.select_for_update(of=("self",))
        .select_related("unit__campaign", "version__questionnaire")
        .defer("version__definition")
        .get(pk=response.pk)
    )


def saved_before(response: Response, request_id: UUID) -> Saved | None:
    events = AnswerEvent.objects.filter(response=response, request_id=request_id)
    rows = list(events.order_by("seq").select_related("variable"))
    if not rows:
        return None
    keys = tuple(Key(row.variable.code, row.row_key, row.col_key) for row in rows)
    return Saved(rows[0].base_revision + 1, rows[0].at, keys, repeated=True)


def refuse_unless_writable(response: Response, at: datetime) -> None:
    if response.state == ResponseState.SUBMITTED:
        raise AlreadySubmitted
    # The response's own state is read under its lock; the edition's may be a moment old, since
    # whoever waited for the lock reads the joined row as it was before the edition closed.
    if response.state == ResponseState.PARTIAL or not response.unit.campaign.accepts_answers(at):
        raise SurveyClosed


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
    letters = "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(8))
    return f"{response.unit.campaign.reference_date.year}-{letters[:4]}-{letters[4:]}"
