"""What the page shows of a plan: the same whether it is worked out at once or by the worker."""

from dataclasses import asdict, dataclass, field
from typing import NamedTuple, Self

from members.enums import ImportStatus

from .planning import Change, CountedRows

# A report is read; the whole text is in the file.
LONGEST = 200


class Shown(NamedTuple):
    """One value: what it is called, what it is and what it would be."""

    title: str
    before: str
    after: str

    @classmethod
    def of(cls, change: Change) -> Self:
        title, before, after = change.shown
        return cls(title, before[:LONGEST], after[:LONGEST])

    @property
    def shown(self) -> Self:
        return self


@dataclass
class ShownRow:
    number: int
    name: str
    status: str
    changes: list[Shown] = field(default_factory=list)
    held: list[Shown] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Report:
    """A plan in the words of whoever asked for it."""

    digest: str
    counts: dict[str, int]
    has_changes: bool
    rows: list[ShownRow]

    @property
    def has_errors(self) -> bool:
        return bool(self.counts[ImportStatus.ERROR])

    @property
    def held(self) -> int:
        return sum(len(row.held) for row in self.rows)

    def as_data(self) -> dict:
        return asdict(self)


def report_of(plan: CountedRows) -> Report:
    rows = [
        ShownRow(
            row.number,
            row.name,
            row.status.value,
            [Shown.of(change) for change in row.changes],
            [Shown.of(change) for change in row.held],
            row.errors,
        )
        for row in plan.rows
    ]
    return Report(plan.digest, plan.counts, plan.has_changes, rows)


def read_report(kept: dict) -> Report:
    """Return a report as it was before it was kept."""
    rows = [
        ShownRow(
            row["number"],
            row["name"],
            row["status"],
            [Shown(*each) for each in row["changes"]],
            [Shown(*each) for each in row["held"]],
            [tuple(each) for each in row["errors"]],
        )
        for row in kept["rows"]
    ]
    return Report(kept["digest"], kept["counts"], kept["has_changes"], rows)
