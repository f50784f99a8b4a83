"""What can be done with an edition on a given day, as one SQL expression."""

from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When

from training.enums import EditionState, EventStatus


def edition_state(day: date, path: str = "") -> Case:
    """Return the ``EditionState`` of an edition on ``day``; the first rule that holds wins.

    ``path`` leads to the edition from the rows that are asked (``editions__``).

    An empty date is unknown, except that an edition with no date at all is open all the time.
    An enrolment period that is open outranks a start in the past; an end that is unknown never
    makes an edition ended.
    """

    def q(**conditions) -> Q:
        return Q(**{path + name: value for name, value in conditions.items()})

    no_date = q(
        start_date__isnull=True,
        end_date__isnull=True,
        application_start_date__isnull=True,
        application_deadline__isnull=True,
    )
    started = q(start_date__lte=day)
    enrolment_known = q(application_start_date__isnull=False) | q(application_deadline__isnull=False)
    rules = [
        (q(event_status=EventStatus.CANCELLED), EditionState.CANCELLED),
        (q(end_date__lt=day), EditionState.ENDED),
        (q(event_status=EventStatus.POSTPONED), EditionState.UNKNOWN),
        (q(event_status=EventStatus.FULL) & started, EditionState.UNDER_WAY),
        (q(event_status=EventStatus.FULL), EditionState.CLOSED),
        (no_date, EditionState.ALWAYS_OPEN),
        (q(application_start_date__gt=day), EditionState.OPENS_SOON),
        (q(application_deadline__lt=day) & started, EditionState.UNDER_WAY),
        (q(application_deadline__lt=day), EditionState.CLOSED),
        (q(application_deadline__gte=day), EditionState.OPEN),
        # From here on no deadline is known.
        (enrolment_known & started & q(end_date__isnull=False), EditionState.UNDER_WAY),
        (enrolment_known, EditionState.OPEN),
        (started, EditionState.UNDER_WAY),
    ]
    return Case(
        *(When(condition, then=Value(int(state))) for condition, state in rules),
        default=Value(int(EditionState.UNKNOWN)),
        output_field=IntegerField(),
    )
