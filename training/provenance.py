"""Where each value of an offer came from, and what may overwrite it.

``apply_incoming(offer, values, origin)`` is what every way in uses: it sets on an offer (or on an
edition) the values that may be set, in memory only, and says of each field what became of it.
``receive(offer, values, origin, …)`` does the same under a lock, saves, and notes the origins.

A field that a person changed (in the panel, or the provider in its own pages) is locked: imports and
harvests leave it as it is until a manager releases it. An empty incoming value says nothing and
erases nothing. ``OFFER_FIELDS`` and ``EDITION_FIELDS`` are the fields that values may come in for.
"""

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import nh3
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone, translation
from modeltranslation.translator import translator

from members.models import User
from tera.constraints import refuse_violations
from training.enums import ValueOrigin
from training.models import Edition, FieldOrigin, Offer

OFFER_FIELDS = (
    "name_es",
    "name_en",
    "kind",
    "course_code",
    "abstract_es",
    "abstract_en",
    "description_es",
    "description_en",
    "learning_outcomes_es",
    "learning_outcomes_en",
    "prerequisites_es",
    "prerequisites_en",
    "syllabus_es",
    "syllabus_en",
    "required_equipment_es",
    "required_equipment_en",
    "assessment_es",
    "assessment_en",
    "accessibility_es",
    "accessibility_en",
    "learning_hours",
    "eqf_level",
    "level",
    "in_language",
    "course_mode",
    "municipality",
    "audience",
    "price_category",
    "price",
    "funded_by",
    "credential_es",
    "credential_en",
    "credential_type",
    "credential_price",
    "regulation_type",
    "regulation_ref",
    "boe_id",
    "professional_family",
    "certificate_code",
    "url",
    "source_url",
    "source_note",
)
EDITION_FIELDS = (
    "name_es",
    "name_en",
    "start_date",
    "end_date",
    "application_start_date",
    "application_deadline",
    "course_mode",
    "municipality",
    "in_language",
    "price_category",
    "price",
    "funded_by",
    "places",
    "places_left",
    "waiting_list",
    "places_told_on",
    "event_status",
    "enrol_url",
    "source_url",
)
BY_HAND = frozenset({ValueOrigin.PANEL, ValueOrigin.PROVIDER})
NOTHING = (None, "", [], ())

Target = Offer | Edition


@dataclass
class Incoming:
    """What became of each incoming value: pairs are the value before and the incoming one."""

    target: Target
    origin: ValueOrigin
    changed: dict[str, tuple[object, object]] = field(default_factory=dict)
    # Locked by hand, and left as they are.
    held: dict[str, tuple[object, object]] = field(default_factory=dict)
    # Not a value of that field; the text says why.
    refused: dict[str, str] = field(default_factory=dict)


def fields_of(target: Target) -> tuple[str, ...]:
    return OFFER_FIELDS if isinstance(target, Offer) else EDITION_FIELDS


def said_fields(values: Mapping[str, object]) -> list[str]:
    """Return the fields of an offer for which ``values`` says something."""
    return [name for name in OFFER_FIELDS if values.get(name) not in NOTHING]


def locked_fields(target: Target) -> set[str]:
    """Return the fields that a person has changed and nobody has released."""
    if target.pk is None:
        return set()
    edition = None if isinstance(target, Offer) else target.pk
    return {row.field for row in target.origins.all() if row.locked and row.edition_id == edition}


def plain_text(text: str) -> str:
    """Return the words of a text without any markup in it."""
    if "<" not in text and "&" not in text:
        return text.replace("\r\n", "\n").strip()
    bare = html.unescape(nh3.clean(text, tags=set(), clean_content_tags={"script", "style"}))
    # What was escaped twice must not come out as markup.
    return bare.replace("\r\n", "\n").replace("\xa0", " ").strip()


def clean_value(target: Target, name: str, value: object) -> object:
    """Return ``value`` as the field keeps it; raises ValidationError when it cannot be one."""
    column = target._meta.get_field(name)
    if isinstance(value, str):
        value = plain_text(value)
        if value == "" and column.null:
            value = None
    if value in NOTHING:
        return empty_of(column)
    return column.clean(value, None)


def empty_of(column: models.Field) -> object:
    """Return how the field says that nothing is known; modeltranslation makes each language nullable."""
    if column.has_default():
        return column.get_default()
    return None if column.null and not isinstance(column, models.CharField | models.TextField) else ""


def same(before: object, after: object) -> bool:
    return before == after or (before in NOTHING and after in NOTHING)


def apply_incoming(target: Target, values: Mapping[str, object], origin: ValueOrigin) -> Incoming:
    """Set on ``target`` what ``values`` says and ``origin`` may change; saves nothing.

    Raises KeyError for a field that no value may come in for. Reads the locks by ``target.origins``,
    which a caller with many offers prefetches.
    """
    locked = set() if origin in BY_HAND else locked_fields(target)
    known = fields_of(target)
    incoming = Incoming(target, origin)
    for name, value in values.items():
        if name not in known:
            raise KeyError(name)
        if origin not in BY_HAND and value in NOTHING:
            continue
        before = getattr(target, name)
        try:
            after = clean_value(target, name, value)
        except ValidationError as error:
            incoming.refused[name] = " ".join(error.messages)
            continue
        if same(before, after) or (origin not in BY_HAND and after in NOTHING):
            continue
        if name in locked:
            incoming.held[name] = (before, after)
        else:
            incoming.changed[name] = (before, after)
            setattr(target, name, after)
    return incoming


@transaction.atomic
def receive(
    target: Target,
    values: Mapping[str, object],
    origin: ValueOrigin,
    *,
    by: User | None = None,
    detail: str = "",
    at: datetime | None = None,
) -> Incoming:
    """Apply ``values`` to the row as it is now, save it and note where the values came from.

    Locks the offer. Raises ValidationError, and changes nothing, when the values contradict each other.
    """
    offer = target if isinstance(target, Offer) else target.offer
    Offer.objects.select_for_update(of=("self",), no_key=True).order_by().only("pk").get(pk=offer.pk)
    fresh = type(target).objects.prefetch_related("origins").get(pk=target.pk)
    incoming = apply_incoming(fresh, values, origin)
    save_incoming(incoming, by=by, detail=detail, at=at)
    return incoming


def save_incoming(
    incoming: Incoming,
    *,
    by: User | None = None,
    detail: str = "",
    at: datetime | None = None,
    is_checked: bool = False,
) -> None:
    """Save what ``apply_incoming`` changed, or a new row whole; the caller holds the lock.

    ``is_checked``: the caller has asked about its constraints already, with those of many others.
    """
    target = incoming.target
    if target.pk and not incoming.changed:
        return
    if not is_checked:
        refuse_violations(target)
    # The untranslated columns repeat the first language's.
    with translation.override("es"):
        target.save(update_fields=saved_columns(incoming) if target.pk else None)
    note_origins(target, incoming.changed, incoming.origin, by=by, detail=detail, at=at)


def saved_columns(incoming: Incoming) -> list[str]:
    columns = {*incoming.changed, *untranslated(incoming.target, incoming.changed)}
    if isinstance(incoming.target, Offer):
        columns.add("modified_at")
    return sorted(columns)


def untranslated(target: Target, names: Iterable[str]) -> set[str]:
    options = translator.get_options_for_model(type(target))
    return {name.removesuffix("_es") for name in names if name.removesuffix("_es") in options.fields}


def note_origins(
    target: Target,
    names: Iterable[str],
    origin: ValueOrigin,
    *,
    by: User | None = None,
    detail: str = "",
    at: datetime | None = None,
) -> None:
    """Note that the present values of these fields came from ``origin``; what a person wrote is locked."""
    offer, edition = (target, None) if isinstance(target, Offer) else (target.offer, target)
    rows = [
        FieldOrigin(
            offer=offer,
            edition=edition,
            field=name,
            origin=origin,
            by=by,
            detail=detail[:200],
            at=at or timezone.now(),
            locked=origin in BY_HAND,
        )
        for name in names
    ]
    FieldOrigin.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["offer", "edition", "field"],
        update_fields=["origin", "by", "detail", "at", "locked"],
    )
