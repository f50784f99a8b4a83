"""How a proposed change differs from what is published, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from training.models import Edition, OfferRevision

from .values import OWN_FIELDS, RUN_FIELDS, SKILLS, STATUS, Values, label_of, parse_key, said, values_of

GONE = object()
FIELDS = dict.fromkeys((STATUS, *OWN_FIELDS, SKILLS, *RUN_FIELDS))
ORDER = {name: place for place, name in enumerate(FIELDS)}


@dataclass(frozen=True)
class Difference:
    """One field: what it said when the change was drafted, what it says now, and what it should say."""

    key: str
    old: object
    now: object
    new: object

    @property
    def label(self) -> str:
        label = label_of(self.key)
        return label[:1].upper() + label[1:]

    @property
    def edition(self) -> str:
        return parse_key(self.key)[0]

    @property
    def is_conflict(self) -> bool:
        """Whether somebody changed the field since, to something else than is proposed."""
        return self.now is GONE or self.now not in (self.old, self.new)

    @property
    def is_done(self) -> bool:
        return self.now == self.new

    @cached_property
    def said_old(self) -> str:
        return said(self.key, self.old)

    @cached_property
    def said_now(self) -> str:
        return _("this edition was deleted") if self.now is GONE else said(self.key, self.now)

    @cached_property
    def said_new(self) -> str:
        return said(self.key, self.new)


@dataclass(frozen=True)
class Group:
    """The differences of the offer itself (no title) or of one of its editions."""

    key: str
    title: str
    rows: list[Difference]

    @property
    def is_proposed(self) -> bool:
        """Whether it is of an edition that does not exist yet."""
        return self.key.startswith("new")


def differences(old: Values, new: Values, now: Values) -> list[Difference]:
    """Compare what was, what is proposed and what is; pure, in the order of the form."""
    editions = {parse_key(key)[0] for key in now}
    found = []
    for key in sorted(new, key=place_of):
        edition, _name = parse_key(key)
        is_new = edition.startswith("new") or not now
        missing = "" if is_new or edition in editions or not edition else GONE
        found.append(Difference(key, old.get(key, ""), now.get(key, missing), new[key]))
    return found


def place_of(key: str) -> tuple:
    edition, name = parse_key(key)
    return (edition != "", edition.startswith("new"), edition.zfill(20), ORDER.get(name, len(ORDER)))


def differences_of(revision: OfferRevision) -> list[Difference]:
    """Compare a revision with the offer as it is; one that is decided, with what it was then."""
    if revision.offer is None:
        now = {}
    elif revision.decided_at:
        now = revision.old
    else:
        now = values_of(revision.offer)
    return differences(revision.old, revision.new, now)


def grouped(rows: Iterable[Difference], revision: OfferRevision) -> list[Group]:
    """Put the rows of each edition under its name."""
    groups: dict[str, list[Difference]] = {}
    for row in rows:
        groups.setdefault(row.edition, []).append(row)
    keys = [key for key in groups if key.isdigit()]
    names = {str(each.pk): name_of(each) for each in Edition.objects.filter(pk__in=keys)}
    return [Group(key, title_of(key, names), rows) for key, rows in groups.items()]


def name_of(edition: Edition) -> str:
    if edition.name or not edition.start_date:
        return edition.name or _("Edition without dates")
    return _("Edition that starts on %(day)s") % {"day": date_format(edition.start_date)}


def title_of(key: str, names: dict[str, str]) -> str:
    if not key:
        return ""
    return _("New edition") if key.startswith("new") else names.get(key, _("Edition that was deleted"))
