"""What was read of a source: its items, and what could not be read, row by row."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tera.outgoing.errors import RequestFailed, Trouble

NAME_LENGTH = 200
KEY_LENGTH = 500


class ItemTrouble(TextChoices):
    """Why something of a source was left out."""

    NO_NAME = "no_name", _("It has no name.")
    BAD_JSON = "bad_json", _("The data in the page (JSON-LD) is malformed.")
    NO_COURSE = "no_course", _("The page has no data of a course (JSON-LD).")
    BAD_FILE = "bad_file", _("The file is malformed.")
    WRONG_TITLES = "wrong_titles", _("The columns are not those of the catalogue's own export.")
    BAD_VALUE = "bad_value", _("A value was not understood and left out.")
    TWICE = "twice", _("The same offer comes twice; the one that says more counts.")
    OTHER_SITE = "other_site", _("The address leads to another site and was not visited.")
    TOO_MANY = "too_many", _("There is more than is read in one go.")
    REFUSED = "refused", _("The catalogue does not take these values together.")
    OTHER_PROVIDER = "other_provider", _("The row names another provider and was left out.")


class VisitTrouble(TextChoices):
    """Why a visit ended before its end, other than by the site's doing."""

    LOST = "lost", _("The worker was stopped in the middle of it.")
    SWITCHED_OFF = (
        "switched_off",
        _("The source was paused, or its address changed, in the middle of it: nothing was changed."),
    )
    ERROR = "error", _("Something failed on our side; the log has the details.")


@dataclass(frozen=True)
class Problem:
    """One thing that could not be read: where, why, and a short fact."""

    where: str
    code: str
    detail: str = ""

    @classmethod
    def of(cls, where: str, failure: RequestFailed) -> "Problem":
        return cls(where, failure.trouble.value, failure.detail)

    def row(self) -> dict[str, str]:
        return {"where": self.where[:400], "code": self.code, "detail": self.detail[:200]}


def reason_of(code: str) -> str:
    """Return what a problem's code says, in the reader's language."""
    for reasons in (ItemTrouble, Trouble, VisitTrouble):
        if code in reasons.values:
            return str(reasons(code).label)
    return code


@dataclass
class Run:
    """One run of an offer, under a key that stays when its dates move, as far as the source gives one."""

    key: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass
class Item:
    """One offer as a source tells it; the values' names are those of the offer's fields."""

    key: str
    values: dict[str, object] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    # What the source says is taught, in its own words: proposed, never taken as true.
    subjects: list[str] = field(default_factory=list)
    # Its address in the catalogue, where the source says it.
    slug: str = ""

    @property
    def name(self) -> str:
        return str(self.values.get("name_es") or self.values.get("name_en") or "")


@dataclass
class Reading:
    """All that one visit to a source gave."""

    found: dict[str, Item] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        return list(self.found.values())

    def add(self, item: Item, where: str) -> None:
        """Take an item that has a name; of two with one key the one that says more counts."""
        if not item.name:
            self.complain(where, ItemTrouble.NO_NAME)
            return
        other = self.found.get(item.key)
        if other:
            self.complain(where, ItemTrouble.TWICE, item.name)
        if not other or len(item.values) > len(other.values):
            self.found[item.key] = item

    def complain(self, where: str, code: str, detail: str = "") -> None:
        self.problems.append(Problem(where, code, detail))


def key_of(url: str) -> str:
    """Return an address as the same thing always has it: without the marks of campaigns."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url[:KEY_LENGTH]
    pairs = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith("utm_")
    ]
    query = f"?{urlencode(pairs)}" if pairs else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path or '/'}{query}{fragment}"[:KEY_LENGTH]
