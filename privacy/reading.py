"""Reading the audit trail: what each change says in the manager's words, in few queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .models import Event

NOTHING = "–"


@dataclass(frozen=True)
class Difference:
    """One field of a change: its name, and what it said before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """A change as it is shown."""

    event: Event
    kind: str
    name: str
    differences: list[Difference]

    @property
    def summary(self) -> str:
        labels = [difference.label for difference in self.differences]
        shown = ", ".join(labels[:4])
        return f"{shown} …" if len(labels) > 4 else shown


def model_of(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def kind_name(label: str) -> str:
    model = model_of(label)
    return str(model._meta.verbose_name) if model else label


def entries_of(events: Iterable[Event]) -> list[Entry]:
    """Return the changes as shown; one query for each kind of record named, however many changes."""
    events = list(events)
    names = names_of(events)
    return [
        Entry(
            event=event,
            kind=kind_name(event.model),
            name=names.get((event.model, event.object_id)) or name_in(event),
            differences=list(differences_of(event, names)),
        )
        for event in events
    ]


def names_of(events: list[Event]) -> dict[tuple[str, str], str]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for event in events:
        wanted[event.model].add(event.object_id)
        for field, value in related_values(event):
            wanted[field.related_model._meta.label_lower].add(str(value))
    names = {}
    for label, keys in wanted.items():
        if model := model_of(label):
            found = model._base_manager.filter(pk__in=valid_keys(model, keys))
            related = [f.name for f in model._meta.fields if f.many_to_one and not f.null]
            for row in found.select_related(*related) if related else found:
                names[label, str(row.pk)] = str(row)
    return names


def valid_keys(model: type[models.Model], keys: Iterable[str]) -> list:
    return [key for key in keys if model._meta.pk.get_internal_type() == "UUIDField" or key.isdigit()]


def field_of(label: str, column: str) -> models.Field | None:
    model = model_of(label)
    if model is None:
        return None
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        if column in (field.column, field.name):
            return field
    return None


def related_values(event: Event) -> Iterator[tuple[models.Field, object]]:
    for values in (event.before, event.after):
        for column, value in (values or {}).items():
            field = field_of(event.model, column)
            if field is not None and field.is_relation and str(value).isdigit():
                yield field, value


def differences_of(event: Event, names: dict[tuple[str, str], str]) -> Iterator[Difference]:
    before, after = event.before or {}, event.after or {}
    for column in dict.fromkeys([*before, *after]):
        old, new = before.get(column), after.get(column)
        if column == "id" or (old in (None, "", [], {}) and new in (None, "", [], {})):
            continue
        field = field_of(event.model, column)
        label = str(getattr(field, "verbose_name", column))
        yield Difference(label, shown(field, old, names), shown(field, new, names))


def shown(field: models.Field | None, value: object, names: dict[tuple[str, str], str]) -> str:
    """Return a stored value as the manager would read it on the record's page."""
    if value in (None, "", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field is None:
        return str(value)
    if field.is_relation:
        return names.get((field.related_model._meta.label_lower, str(value)), str(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(str(value))):
        return localize(localtime(moment))
    if isinstance(field, models.DateField) and (day := parse_date(str(value))):
        return localize(day)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def name_in(event: Event) -> str:
    """Name a record that is gone by what its last row said."""
    values = event.after or event.before or {}
    for column in ("trade_name", "legal_name", "title_es", "title", "label", "name_es", "name", "email"):
        if text := values.get(column):
            return str(text)
    return f"n.º {event.object_id}" if event.object_id else NOTHING


def origin_of(event: Event) -> str:
    """Say where a change was made: page and network, or command, or neither."""
    if event.command:
        return event.command
    return " · ".join(filter(None, (event.path, event.address))) or _("Directly in the database")


def author_of(event: Event) -> str:
    if event.user_id is None:
        return NOTHING
    return str(event.user) if event.user else _("Deleted user %(id)s") % {"id": event.user_id}
