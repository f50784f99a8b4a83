"""An edition's dates as calendar files (RFC 5545), for the manager and for whoever answers."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from surveys.models import Campaign, Unit

PRODUCT = "-//TERA//Digital skills survey//ES"
ICS = "text/calendar"


def due_date_calendar(unit: Unit) -> tuple[str, bytes, str]:
    """Return the day by which a company should answer, as an attachment's name, content and type."""
    text = _("Answer “%(edition)s”") % {"edition": unit.campaign.label}
    event = whole_day(f"unit-{unit.pk}-due", unit.due_at, text)
    return "encuesta.ics", as_file([event]), ICS


def campaign_calendar(campaign: Campaign) -> bytes:
    """Return everything that happens in an edition on a date: its own dates and its scheduled messages."""
    key = f"campaign-{campaign.pk}"
    label = campaign.label
    events = [
        whole_day(f"{key}-opens", campaign.opens_at, _("“%(edition)s” opens") % {"edition": label}),
        whole_day(f"{key}-due", campaign.due_at, _("Answers to “%(edition)s” are due") % {"edition": label}),
        whole_day(f"{key}-closes", campaign.closes_at, _("“%(edition)s” closes") % {"edition": label}),
    ]
    events += [
        whole_day(f"{key}-{row.wave}", row.at, f"{row.get_wave_display()} · {label}")
        for row in campaign.scheduled_waves.all()
    ]
    return as_file(events)


def whole_day(key: str, at: datetime, summary: str) -> Event:
    day = timezone.localdate(at)
    event = Event()
    # The same for ever, so that a later file moves the entry and does not add another.
    event.add("uid", f"{key}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    return event


def as_file(events: list[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()
