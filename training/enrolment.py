"""When one can enrol in an offer: the best of its editions on a day."""

from datetime import date

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from training.enums import EditionState, EventStatus
from training.models import Edition, Offer


def with_enrolment(offers: QuerySet[Offer], day: date) -> QuerySet[Offer]:
    """Annotate ``state`` (of the best edition; unknown without one) and ``next_date``.

    ``next_date`` is the nearest day ahead that matters to somebody who wants in: a deadline
    while enrolment is open, else an opening or a start.
    """
    editions = Edition.objects.filter(offer=OuterRef("pk")).with_state(day)
    ahead = [
        Edition.objects.filter(offer=OuterRef("pk"), **{f"{field}__gte": day})
        .exclude(event_status=EventStatus.CANCELLED)
        .order_by(field)
        .values(field)[:1]
        for field in ("application_deadline", "application_start_date", "start_date")
    ]
    return offers.annotate(
        state=Coalesce(
            Subquery(editions.order_by("state").values("state")[:1]),
            Value(int(EditionState.UNKNOWN)),
            output_field=IntegerField(),
        ),
        next_date=Coalesce(*map(Subquery, ahead)),
    )


def editions_for_page(day: date) -> QuerySet[Edition]:
    """Return editions with their state, the ones that matter most to a visitor first."""
    soonest = Greatest("start_date", Value(day))
    return Edition.objects.with_state(day).order_by("state", soonest.asc(nulls_last=True), F("pk"))
