"""Beginning a response."""

from datetime import datetime

from django.utils import timezone

from surveys.answering.errors import SurveyClosed
from surveys.enums import Channel
from surveys.models import Response, Unit


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
