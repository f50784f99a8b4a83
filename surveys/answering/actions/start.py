"""Beginning a response."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from surveys.answering.errors import SurveyClosed
from surveys.enums import Channel
from surveys.models import Campaign, Response, Unit

from .guard import hold_open


def start_response(unit: Unit, *, channel: str = Channel.WEB, at: datetime | None = None) -> Response:
    """Return the unit's one response, made if need be; raises ``SurveyClosed``.

    A new one answers the version that the edition asks now, also while that is being changed.
    """
    if not unit.campaign.accepts_answers(at):
        raise SurveyClosed
    if begun := Response.objects.filter(unit=unit).order_by("pk").first():
        return begun
    with transaction.atomic():
        hold_open(Response(unit=unit))
        # Read again: it may have closed, or asked another version, while this waited for it.
        campaign = Campaign.objects.get(pk=unit.campaign_id)
        if not campaign.accepts_answers(at):
            raise SurveyClosed
        response, _created = Response.objects.get_or_create(
            unit=unit,
            defaults={
                "version_id": campaign.version_id,
                "channel": channel,
                "started_at": at or timezone.now(),
            },
        )
    return response
