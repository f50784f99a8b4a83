"""What a provider may propose of an offer, as values that can be kept, compared, sealed and read.

A key is the name of an offer's field, ``skills`` (codes), ``status``, or ``edition:<key>:<field>`` where the
key is an edition's number or, for one that does not exist yet, ``new<n>``.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from skills.models import Skill
from training.enums import Audience, OfferStatus
from training.models import Edition, Offer
from training.provenance import EDITION_FIELDS, OFFER_FIELDS

OWN_FIELDS = tuple(name for name in OFFER_FIELDS if name not in ("source_url", "source_note"))
RUN_FIELDS = tuple(name for name in EDITION_FIELDS if name != "source_url")
# What a trusted provider changes of a run without waiting.
SMALL_FIELDS = frozenset(
    {
        "start_date",
        "end_date",
        "application_start_date",
        "application_deadline",
        "places",
        "places_left",
        "waiting_list",
        "places_told_on",
        "event_status",
        "enrol_url",
    }
)
SKILLS, STATUS = "skills", "status"
EDITION = "edition"
SEAL_LENGTH = 12

Values = dict[str, object]
Seals = dict[str, str]


def plain(value: object) -> object:
    """Bring a value to the form in which typed, stored and kept ones can be compared."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(map(str, value))
    return value


def seal(value: object) -> str:
    """Return a short mark that changes with the value."""
    text = json.dumps(value, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:SEAL_LENGTH]


def edition_key(key: object, name: str) -> str:
    return f"{EDITION}:{key}:{name}"


def parse_key(key: str) -> tuple[str, str]:
    """Return the edition's key, empty for the offer itself, and the field's name."""
    parts = key.split(":")
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == EDITION else ("", key)


def values_of(offer: Offer) -> Values:
    """Return everything that may be proposed, as it is now."""
    return own_values(offer) | {
        key: value for edition in offer.editions.all() for key, value in run_values(edition).items()
    }


def own_values(offer: Offer) -> Values:
    shown = offer.offer_skills.shown().select_related("skill")
    return {
        **{name: plain(getattr(offer, name)) for name in OWN_FIELDS},
        SKILLS: plain([link.skill.code for link in shown]),
        STATUS: offer.status,
    }


def run_values(edition: Edition, key: str | None = None) -> Values:
    return {edition_key(key or edition.pk, name): plain(getattr(edition, name)) for name in RUN_FIELDS}


def of_edition(values: Values, key: object) -> Values:
    """Return the values of one edition by the bare names of their fields."""
    start = edition_key(key, "")
    return {name.removeprefix(start): value for name, value in values.items() if name.startswith(start)}


def edition_keys(values: Iterable[str]) -> list[str]:
    """Return the keys of the editions that ``values`` speak of, in their order."""
    return list(dict.fromkeys(key for key, _name in map(parse_key, values) if key))


def column_of(key: str) -> models.Field:
    edition, name = parse_key(key)
    return (Edition if edition else Offer)._meta.get_field(name)


def label_of(key: str) -> str:
    """Return a field's name for people, the language with it."""
    _edition, name = parse_key(key)
    if name == SKILLS:
        return _("skills")
    stem, language = name[:-3], name[-2:]
    if name[-3:-2] == "_" and language in ("es", "en") and name != "in_language":
        model = Edition if parse_key(key)[0] else Offer
        words = {"es": _("in Spanish"), "en": _("in English")}
        return f"{model._meta.get_field(stem).verbose_name} ({words[language]})"
    return str(column_of(key).verbose_name)


def said(key: str, value: object) -> str:
    """Return a value as people read it."""
    _edition, name = parse_key(key)
    if value in ("", None, []):
        return ""
    if name == SKILLS:
        labels = {skill.code: skill.label for skill in Skill.objects.filter(code__in=value)}
        return ", ".join(sorted(labels.get(code, code) for code in value))
    if name == STATUS:
        return str(OfferStatus(value).label)
    if name == "audience":
        return ", ".join(str(Audience(one).label) for one in value if one in Audience.values)
    column = column_of(key)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DateField):
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    if isinstance(column, models.DecimalField):
        return number_format(Decimal(value), 2)
    return str(value)
