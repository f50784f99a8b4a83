"""What identifies an organisation, and how two versions of it differ; only a manager changes it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from members.enums import IdentifierScheme, OrganisationKind
from members.models import Identifier, Organisation

Identity = dict[str, str]
LABELS = {
    "legal_name": _("Legal name"),
    "kind": _("Kind"),
    "scheme": _("Kind of number"),
    "number": _("NIF or other number"),
}
CHOICES = {"kind": OrganisationKind, "scheme": IdentifierScheme}


@dataclass(frozen=True)
class Difference:
    label: str
    old: str
    new: str

    @property
    def is_change(self) -> bool:
        return self.old != self.new


def main_identifier(organisation: Organisation) -> Identifier | None:
    """Return the number an organisation is known by: its NIF, or else the first of another register."""
    order = list(IdentifierScheme)
    known = sorted(organisation.identifiers.all(), key=lambda one: (order.index(one.scheme), one.pk))
    return known[0] if known else None


def identity_of(organisation: Organisation) -> Identity:
    number = main_identifier(organisation)
    return {
        "legal_name": organisation.legal_name,
        "kind": organisation.kind,
        "scheme": number.scheme if number else "",
        "number": number.value if number else "",
    }


def differences(old: Identity, new: Identity) -> list[Difference]:
    """Return every field with both values, as people read them."""
    return [
        Difference(str(label), said(name, old.get(name, "")), said(name, new.get(name, "")))
        for name, label in LABELS.items()
    ]


def said(name: str, value: str) -> str:
    choices = CHOICES.get(name)
    return str(choices(value).label) if choices and value in choices.values else value
