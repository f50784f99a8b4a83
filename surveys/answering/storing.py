"""What one save changes, in one statement: the answers, an event for each, the sections, the revision.

And what sending changes, in another.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from surveys.enums import AnswerOrigin, AnswerStatus, ResponseState
from surveys.instrument.cells import Cells, Key
from surveys.models import Answer, Response, Submission

from .cells import as_json

VALUES = ", ".join(Answer.VALUE_FIELDS)
KEPT = (*Answer.VALUE_FIELDS, "status", "origin", "on_path", "revision", "updated_by", "updated_at")

STORE = f"""
WITH given AS (
    SELECT variable.id AS variable_id, cell.*
    FROM jsonb_to_recordset(%(cells)s) AS cell (
        place int, variable text, row_key text, col_key text, num numeric, txt text, day date, flag bool,
        choice text, choices text[], status text, origin text, on_path bool, revision bigint,
        updated_by text, seq int, old jsonb, new jsonb
    )
    JOIN surveys_variable variable ON variable.code = cell.variable
), logged AS (
    INSERT INTO surveys_answerevent (
        response_id, request_id, seq, variable_id, row_key, col_key, old, new, base_revision, actor, at
    )
    SELECT %(response)s, %(request)s, seq, variable_id, row_key, col_key, old, new,
        %(base)s, %(actor)s, %(at)s
    FROM given WHERE seq IS NOT NULL ORDER BY seq
), marked AS (
    INSERT INTO surveys_sectionstate (response_id, section, progress)
    SELECT %(response)s, section, progress
    FROM jsonb_to_recordset(%(sections)s) AS state (section text, progress text)
    ON CONFLICT (response_id, section) DO UPDATE SET progress = EXCLUDED.progress
), moved AS (
    UPDATE surveys_response SET revision = %(revision)s, saved_at = %(saved_at)s WHERE id = %(response)s
)
INSERT INTO surveys_answer (
    response_id, variable_id, row_key, col_key, {VALUES}, status, origin, on_path, revision,
    updated_by, updated_at
)
SELECT
    %(response)s, variable_id, row_key, col_key, {VALUES}, status, origin, on_path, revision,
    updated_by, %(at)s
FROM given ORDER BY place
ON CONFLICT (response_id, variable_id, row_key, col_key)
DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in KEPT)}
"""  # noqa: S608 - the names are this module's own

SEND = """
WITH moved AS (
    UPDATE surveys_response SET state = %(state)s, submitted_at = %(at)s WHERE id = %(response)s
)
INSERT INTO surveys_submission (
    response_id, sequence, idempotency_key, receipt_number, definition_sha256, payload, payload_sha256,
    submitted_by, user_id, at
)
SELECT
    %(response)s, count(*) + 1, %(key)s, %(number)s, %(definition)s, %(payload)s, %(hash)s,
    %(by)s, %(user)s, %(at)s
FROM surveys_submission WHERE response_id = %(response)s
RETURNING id, sequence
"""


@dataclass(slots=True)
class AnswerRow:
    """What a row of ``Answer`` holds, for reading and writing many at once; in the order of ``KEPT``."""

    num: Decimal | None = None
    txt: str | None = None
    day: date | None = None
    flag: bool | None = None
    choice: str | None = None
    choices: list[str] | None = None
    status: str = AnswerStatus.GIVEN
    origin: str = AnswerOrigin.RESPONDENT
    on_path: bool = True
    revision: int = 0
    updated_by: str = ""
    updated_at: datetime | None = None

    @property
    def value(self) -> Decimal | str | date | bool | list[str] | None:
        """The typed value that is set, or None when the cell holds none."""
        return next((v for name in Answer.VALUE_FIELDS if (v := getattr(self, name)) is not None), None)


@dataclass(frozen=True)
class Log:
    """Which request changed which cells, who sent it, and what was there before."""

    request_id: UUID | None = None
    actor: str = ""
    keys: tuple[Key, ...] = ()
    before: Cells = field(default_factory=dict)


def store(
    response: Response,
    rows: Mapping[Key, AnswerRow],
    cells: Cells,
    sections: Iterable,
    log: Log,
    at: datetime,
) -> None:
    """Write the rows, an event for each of the log's cells, and the response's revision.

    With a log the revision has moved already, by one: the events are based on the one before.
    """
    places = {key: place for place, key in enumerate(log.keys, start=1)}
    parameters = {
        "response": response.pk,
        "request": log.request_id,
        "actor": log.actor,
        "at": at,
        "base": response.revision - 1,
        "revision": response.revision,
        "saved_at": response.saved_at,
        "sections": json.dumps([{"section": code, "progress": progress} for code, progress in sections]),
        "cells": json.dumps(
            [
                {
                    "place": place,
                    "variable": key.variable,
                    "row_key": key.row,
                    "col_key": key.col,
                    **{name: getattr(row, name) for name in Answer.VALUE_FIELDS},
                    "status": row.status,
                    "origin": row.origin,
                    "on_path": row.on_path,
                    "revision": row.revision,
                    "updated_by": row.updated_by,
                    "seq": places.get(key),
                    "old": as_json(log.before.get(key)) if key in places else None,
                    "new": as_json(cells[key]) if key in places else None,
                }
                for place, (key, row) in enumerate(rows.items())
            ],
            cls=DjangoJSONEncoder,
        ),
    }
    with connection.cursor() as cursor:
        cursor.execute(STORE, parameters)


def send(submission: Submission) -> None:
    """Write a submission after those there are of its response, which is sent with it."""
    parameters = {
        "state": ResponseState.SUBMITTED,
        "response": submission.response_id,
        "key": submission.idempotency_key,
        "number": submission.receipt_number,
        "definition": submission.definition_sha256,
        "payload": json.dumps(submission.payload, cls=DjangoJSONEncoder),
        "hash": submission.payload_sha256,
        "by": submission.submitted_by,
        "user": submission.user_id,
        "at": submission.at,
    }
    with connection.cursor() as cursor:
        cursor.execute(SEND, parameters)
        submission.pk, submission.sequence = cursor.fetchone()
    submission._state.adding = False
