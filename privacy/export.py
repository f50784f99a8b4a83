"""Everything the database says of a person (art. 15 and 20 GDPR): to be read, and to be taken along."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone
from openpyxl import Workbook

from .models import Event
from .personal_data import PERSONAL, rows_of
from .subject import Subject
from .sweep import places_of, texts_at

SECRETS = {"password", "token_hash", "data", "payload", "session_key"}
# Cells that begin so would be formulas in a spreadsheet.
FORMULA = ("=", "+", "-", "@")


def bundle_of(subject: Subject) -> bytes:
    """Return a ZIP file: data.json for machines, data.xlsx and data.html for people."""
    content = content_of(subject)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("data.json", json.dumps(content, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder))
        bundle.writestr("data.html", render_to_string("privacy/export.html", {"content": content}))
        bundle.writestr("data.xlsx", workbook_of(content))
    return packed.getvalue()


def content_of(subject: Subject) -> dict:
    return {
        "about": subject.names[0] if subject.names else str(subject.person or subject.user),
        "made_at": timezone.now(),
        "records": [*records_of(subject)],
        "changes": [*changes_of(subject)],
        "texts": [*texts_about(subject)],
    }


def records_of(subject: Subject) -> Iterator[dict]:
    for entry, rows in rows_of(subject.person, subject.user, subject.addresses):
        if entry.label == "privacy.Event":
            continue
        found = [row_of(row) for row in rows]
        if found:
            yield {"kind": str(entry.model._meta.verbose_name_plural), "model": entry.label, "rows": found}


def row_of(row: models.Model) -> dict[str, object]:
    return {
        str(field.verbose_name): value_of(row, field)
        for field in row._meta.concrete_fields
        if field.name not in SECRETS and not isinstance(field, models.BinaryField)
    }


def value_of(row: models.Model, field: models.Field) -> object:
    if field.is_relation:
        related = getattr(row, field.name)
        return None if related is None else str(related)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = field.value_from_object(row)
    return value if isinstance(value, (str, int, bool, datetime, type(None))) else str(value)


def changes_of(subject: Subject) -> Iterator[dict]:
    """Yield the trail of their own records, and what they did themselves."""
    found = models.Q(pk__in=[])
    if subject.person:
        found |= models.Q(model="members.person", object_id=str(subject.person.pk))
    if subject.user:
        found |= models.Q(model="members.user", object_id=str(subject.user.pk)) | models.Q(user=subject.user)
    for event in Event.objects.filter(found).iterator():
        own = event.model in {"members.person", "members.user"}
        yield {
            "at": event.at,
            "what": event.get_operation_display(),
            "record": f"{event.model} {event.object_id}",
            "before": event.before if own else None,
            "after": event.after if own else None,
            "network": event.address,
        }


def texts_about(subject: Subject) -> Iterator[dict]:
    """Yield what free text names them, outside the records above."""
    known = {entry.model._meta.db_table for entry in PERSONAL if entry.model is not None}
    for place in places_of(subject.terms):
        if place.table not in known and place.kind != "bytea":
            yield {
                "table": place.table,
                "column": place.column,
                "texts": [*texts_at(place, subject.terms)],
            }


def workbook_of(content: dict) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for number, record in enumerate(content["records"], 1):
        sheet = book.create_sheet(sheet_title(number, record["kind"]))
        sheet.append(list(record["rows"][0]))
        for row in record["rows"]:
            sheet.append([cell(value) for value in row.values()])
    sheet = book.create_sheet("Changes")
    for change in content["changes"]:
        sheet.append([cell(value) for value in change.values()])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def sheet_title(number: int, kind: str) -> str:
    return "".join(letter for letter in f"{number} {kind}" if letter not in r"[]:*?/\\")[:31]


def cell(value: object) -> object:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
