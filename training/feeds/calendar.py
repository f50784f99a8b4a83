"""The dates of a list as a calendar (RFC 5545): when enrolment closes or opens, when a run starts."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from training.enums import EditionState
from training.models import Edition, Offer

from .listing import Listing
from .table import address_of

PRODUCT = "-//TERA//Training in Cantabria//ES"
PAST = (EditionState.ENDED, EditionState.CANCELLED)
DATES = (
    ("application_start_date", lambda name: _("Enrolment opens: %(name)s") % {"name": name}),
    ("application_deadline", lambda name: _("Enrolment closes: %(name)s") % {"name": name}),
    ("start_date", lambda name: _("Starts: %(name)s") % {"name": name}),
)


def as_calendar(listing: Listing, title: str, today: date) -> bytes:
    return as_file(title, (event for offer in listing.offers() for event in events_of(offer, today)))


def as_file(title: str, events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def events_of(offer: Offer, today: date) -> Iterator[Event]:
    """Yield a whole-day entry for each date ahead of each run that is still of use."""
    for edition in offer.editions.all():
        yield from events_of_run(offer, edition, today)


def events_of_run(offer: Offer, edition: Edition, today: date) -> Iterator[Event]:
    if edition.state in PAST:
        return
    for field, words in DATES:
        day = getattr(edition, field)
        if day and day >= today:
            yield entry(offer, edition, field, day, words(offer.name))


def entry(offer: Offer, edition: Edition, field: str, day: date, summary: str) -> Event:
    event = Event()
    # The same for ever, so that a date that moves moves its entry and adds none.
    event.add("uid", f"edition-{edition.pk}-{field}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", offer.modified_at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", f"{offer.provider}\n{address_of(offer)}")
    event.add("url", address_of(offer))
    if place := edition.municipality or offer.municipality:
        event.add("location", place)
    event.add("transp", "TRANSPARENT")
    return event
