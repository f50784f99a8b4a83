"""Courses that a site keeps in a calendar (iCalendar, RFC 5545): each event is one run."""

from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from training.enums import EventStatus

from .collecting import Values, web_address
from .items import NAME_LENGTH, Item, ItemTrouble, Reading, Run
from .values import day, line, words

KINDS = ("calendar", "text/plain", "octet-stream")


def read_calendar(text: str, url: str, site_language: str) -> Reading:
    """Events of one name are runs of one offer; a repeated event counts once, on its first day."""
    reading = Reading()
    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, IndexError, KeyError, TypeError) as error:
        reading.complain(url, ItemTrouble.BAD_FILE, str(error))
        return reading
    offers: dict[str, Item] = {}
    for event in calendar.walk("VEVENT"):
        item = read_event(event, url, site_language, reading)
        if item.key in offers:
            offers[item.key].runs += item.runs
        else:
            offers[item.key] = item
    for item in offers.values():
        reading.add(item, item.name or url)
    return reading


def read_event(event: Event, base: str, site_language: str, reading: Reading) -> Item:
    name = line(said(event, "SUMMARY"), NAME_LENGTH)
    link = web_address(said(event, "URL"), base)
    values = Values(reading, name or base)
    values.put(f"name_{site_language}", str, name)
    values.put(f"description_{site_language}", words, said(event, "DESCRIPTION"))
    values.put("url", str, link)
    values.put("source_url", str, link or base)
    run = Values(reading, name or base)
    start, end = moment(event, "DTSTART"), moment(event, "DTEND")
    run.put("start_date", day, start)
    # The end of a whole day is the next day, which is no longer part of it.
    run.put("end_date", day, end - timedelta(days=1) if end and not isinstance(end, datetime) else end)
    run.put("municipality", lambda value: line(value, 80), said(event, "LOCATION"))
    is_off = said(event, "STATUS").upper() == "CANCELLED"
    run.put("event_status", str, EventStatus.CANCELLED.value if is_off else "")
    key = line(said(event, "UID"), 200) or str(run.get("start_date", ""))
    subjects = [line(each, 200) for each in categories(event)]
    runs = [Run(key, dict(run))] if run else []
    return Item(f"{base}#{name.lower()}"[:500], dict(values), runs, subjects[:60])


def said(event: Event, name: str) -> str:
    value = event.get(name)
    return str(value[0] if isinstance(value, list) else value or "")


def moment(event: Event, name: str) -> date | None:
    value = getattr(event.get(name), "dt", None)
    return value if isinstance(value, date) else None


def categories(event: Event) -> list[str]:
    value = event.get("CATEGORIES")
    entries = value if isinstance(value, list) else [value] if value else []
    return [str(word) for entry in entries for word in getattr(entry, "cats", [])]
