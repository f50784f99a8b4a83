"""The fields that an organisation changes by itself, and seals by which two versions are told apart."""

import hashlib
import json
from collections.abc import Iterable

from django.utils.translation import gettext as _

from members.enums import Audience, DirectoryField
from members.models import Organisation

TEXTS = [
    "trade_name",
    "website",
    "contact_email",
    "contact_phone",
    "municipality",
    "description_es",
    "description_en",
]
FIELDS = [*TEXTS, "other_names", "technologies"]
AUDIENCE = "audience_"
SEAL_LENGTH = 12


def plain(value: object) -> object:
    """Bring a value to the form in which typed and stored ones can be compared."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    return sorted(getattr(item, "pk", item) for item in value)


def value_of(organisation: Organisation, name: str) -> object:
    if name.startswith(AUDIENCE):
        return organisation.visibility.get(name.removeprefix(AUDIENCE), "")
    if name == "technologies":
        return plain(organisation.technologies.all())
    if name == "other_names":
        return list(organisation.other_names)
    return plain(getattr(organisation, name))


def seal(value: object) -> str:
    """Return a short mark that changes with the value."""
    text = json.dumps(value, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:SEAL_LENGTH]


def seals_of(organisation: Organisation, names: Iterable[str]) -> dict[str, str]:
    return {name: seal(value_of(organisation, name)) for name in names}


def said(organisation: Organisation, name: str) -> str:
    """Return a field's value as people read it."""
    value = value_of(organisation, name)
    if name == "technologies":
        return ", ".join(str(skill) for skill in organisation.technologies.all())
    if name == "other_names":
        return "; ".join(value)
    if name.startswith(AUDIENCE):
        return str(Audience(value).label) if value in Audience.values else _("As usual")
    return value


def write(organisation: Organisation, typed: dict[str, object]) -> None:
    """Save what was typed; the caller holds the lock."""
    levels = {
        name.removeprefix(AUDIENCE): value for name, value in typed.items() if name.startswith(AUDIENCE)
    }
    kept = {field: level for field, level in organisation.visibility.items() if field not in levels}
    organisation.visibility = kept | {field: level for field, level in levels.items() if level}
    for name in (*TEXTS, "other_names"):
        setattr(organisation, name, typed[name])
    organisation.save(update_fields=[*TEXTS, "other_names", "visibility"])
    organisation.technologies.set(typed["technologies"])


def readable(organisation: Organisation) -> list[tuple[str, str, str]]:
    """Return the label, the value and the audience of each free field, for whoever only reads."""
    rows = []
    for name in FIELDS:
        label = Organisation._meta.get_field(name).verbose_name
        field = next((one for one in DirectoryField if name in (one, f"{one}_es", f"{one}_en")), None)
        audience = organisation.audience_for(field).label if field else Audience.PUBLIC.label
        rows.append((str(label), said(organisation, name), str(audience)))
    return rows
