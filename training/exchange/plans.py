"""What an import would do, as data: to each row of the file, to each offer and to each edition."""

import hashlib
import json
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from members.enums import ImportStatus
from members.exchange.planning import CountedRows
from training.models import Edition, Offer, Provider
from training.upkeep.values import plain

from .columns import Column
from .records import shown


@dataclass
class Change:
    column: Column
    before: object
    after: object

    @property
    def shown(self) -> tuple[str, str, str]:
        return (
            self.column.title(),
            str(shown(self.before, self.column)),
            str(shown(self.after, self.column)),
        )


@dataclass
class RunPlan:
    """What would happen to one edition; None is one to be made."""

    edition: Edition | None
    values: dict[str, object] = field(default_factory=dict)


@dataclass
class OfferPlan:
    """What would happen to one offer, from all the rows about it; None is one to be made."""

    offer: Offer | None
    provider: Provider | None
    first_row: int
    values: dict[str, object] = field(default_factory=dict)
    skills: list[str] | None = None
    runs: list[RunPlan] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        return bool(self.offer is None or self.values or self.skills is not None or self.runs)


@dataclass
class RowPlan:
    number: int
    name: str = ""
    is_new: bool = False
    changes: list[Change] = field(default_factory=list)
    # Written by hand in the catalogue, and left as they are.
    held: list[Change] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def status(self) -> ImportStatus:
        if self.errors:
            return ImportStatus.ERROR
        if self.is_new:
            return ImportStatus.NEW
        return ImportStatus.CHANGED if self.changes else ImportStatus.UNCHANGED

    def refuse(self, column: Column | None, error: ValidationError | str) -> None:
        title = column.title() if column else ""
        messages = [error] if isinstance(error, str) else error.messages
        self.errors += [(title, message) for message in messages]


@dataclass
class Plan(CountedRows):
    rows: list[RowPlan]
    offers: list[OfferPlan]

    @property
    def has_changes(self) -> bool:
        return any(each.has_changes for each in self.offers)

    @property
    def held(self) -> int:
        return sum(len(row.held) for row in self.rows)

    @property
    def digest(self) -> str:
        """Stand for everything that would be done: another digest means that the catalogue moved on."""
        told = [
            [
                row.number,
                row.name,
                row.is_new,
                [[c.column.key, plain(c.before), plain(c.after)] for c in row.changes],
                [[c.column.key, plain(c.before), plain(c.after)] for c in row.held],
                len(row.errors),
            ]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()
