"""The actions as one person does them, and what is stored afterwards."""

from uuid import uuid4

from django.utils import timezone

from surveys.answering.actions import save_cells, submit_response


def save(response, *changes, request_id=None, actor="Ada"):
    return save_cells(response, changes, request_id=request_id or uuid4(), actor=actor)


def submit(response, **rest):
    return submit_response(response, idempotency_key=uuid4(), by="Ada", **rest)


def stored(response):
    rows = response.answers.select_related("variable").order_by("variable__code", "row_key", "col_key")
    return {(row.variable.code, row.row_key, row.col_key): (row.value, row.status) for row in rows}


def close(response):
    campaign = response.unit.campaign
    campaign.state, campaign.closed_at = "closed", timezone.now()
    campaign.save()
