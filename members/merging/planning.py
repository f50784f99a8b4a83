"""What a merge would do, worked out without changing anything."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils.translation import gettext as _

from members.enums import MergeOutcome

from .errors import Gone, WithItself
from .ledger import Key, read_rows
from .outcomes import Outcome, cautious
from .references import references_to
from .settlements import settlement_of

# Not chosen by hand: the names are gathered, the untranslated column repeats the first language's.
NOT_CHOSEN = {"id", "other_names", "description"}
EMPTY = (None, "", [], {})


@dataclass
class FieldChoice:
    """A field in which the two records differ; the first one's value stays unless it is empty."""

    field: models.Field
    kept: object
    other: object

    @property
    def prefers_other(self) -> bool:
        # Who may read what is never widened by itself.
        return self.field.name != "visibility" and self.kept in EMPTY and self.other not in EMPTY


@dataclass
class TableChange:
    """What happens to the rows of one table that point at the second record."""

    reference: models.ForeignKey
    outcomes: list[Outcome]
    # The row that the reference shall point at.
    target: models.Model

    @property
    def title(self) -> str:
        model = self.reference.model
        if not model._meta.auto_created:
            return str(model._meta.verbose_name_plural)
        owner = model._meta.auto_created
        field = next(one for one in owner._meta.local_many_to_many if one.remote_field.through is model)
        if self.reference.name == field.m2m_field_name():
            return str(field.verbose_name)
        return str(owner._meta.verbose_name_plural)

    def name_of(self, row: models.Model) -> str:
        """Name a row; one of a many-to-many table by what is at its other end."""
        if not self.reference.model._meta.auto_created:
            return str(row)
        ends = [field for field in row._meta.concrete_fields if field.is_relation]
        return str(next(getattr(row, end.name) for end in ends if end.name != self.reference.name))

    @property
    def count(self) -> int:
        return len(self.outcomes)

    def writes(self, outcome: Outcome) -> Iterator[tuple[models.Model, set[str] | None]]:
        """Yield the rows that an outcome writes, with their columns; None for a row that goes."""
        columns = {self.reference.model._meta.get_field(name).column for name in outcome.updates}
        if outcome.kind == MergeOutcome.MOVES:
            yield outcome.row, columns | {self.reference.column}
            return
        yield outcome.row, None
        if columns:
            yield outcome.twin, columns


class MergePlan:
    """Merging ``merged`` into ``kept``: the fields to choose, and each table with its rows."""

    def __init__(self, kept: models.Model, merged: models.Model) -> None:
        self.kept, self.merged = kept, merged
        self.tables = list(table_changes(kept, merged))

    @cached_property
    def choices(self) -> list[FieldChoice]:
        fields = [
            field
            for field in self.kept._meta.concrete_fields
            if field.name not in NOT_CHOSEN and not field.is_relation
        ]
        pairs = [FieldChoice(field, value(self.kept, field), value(self.merged, field)) for field in fields]
        return [pair for pair in pairs if pair.kept != pair.other]

    @property
    def stops(self) -> list[str]:
        mixed = getattr(self.kept, "is_demo", None) != getattr(self.merged, "is_demo", None)
        return (
            [_("One of the two is invented for the demonstration and the other is not.")] if mixed else []
        ) + [
            outcome.reason
            for table in self.tables
            for outcome in table.outcomes
            if outcome.kind == MergeOutcome.STOPS
        ]

    @cached_property
    def touched(self) -> dict[Key, set[str] | None]:
        """The rows concerned, each with the columns that change; None for all of them."""
        found: dict[Key, set[str] | None] = {key_of(self.kept): None, key_of(self.merged): None}
        for table in self.tables:
            for outcome in table.outcomes:
                for row, columns in table.writes(outcome):
                    known = found.setdefault(key_of(row), set())
                    found[key_of(row)] = None if None in (known, columns) else known | columns
        return found

    @cached_property
    def before(self) -> dict[Key, str]:
        return read_rows(self.touched)

    @cached_property
    def digest(self) -> str:
        """Stand for every row concerned as it is now: another digest means that something moved on."""
        told = sorted(f"{label} {pk} {text}" for (label, pk), text in self.before.items())
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


def key_of(row: models.Model) -> Key:
    return row._meta.label, str(row.pk)


def value(record: models.Model, field: models.Field) -> object:
    return getattr(record, field.attname)


def table_changes(kept: models.Model, merged: models.Model) -> Iterator[TableChange]:
    for reference in references_to(type(merged)):
        rows, others = (rows_of(reference, record) for record in (merged, kept))
        if rows:
            outcomes = settlement_of(reference)(rows, others)
            yield TableChange(reference, outcomes, kept)
            yield from absorbed(outcomes)


def absorbed(outcomes: list[Outcome]) -> Iterator[TableChange]:
    """Follow a row that is absorbed by its twin to what hangs from it."""
    for outcome in outcomes:
        if outcome.kind != MergeOutcome.ABSORBED:
            continue
        for reference in references_to(type(outcome.row)):
            rows, others = (rows_of(reference, record) for record in (outcome.row, outcome.twin))
            if rows:
                yield TableChange(reference, cautious(reference)(rows, others), outcome.twin)


def rows_of(reference: models.ForeignKey, record: models.Model) -> list[models.Model]:
    return list(reference.model._base_manager.filter(**{reference.name: record}).order_by("pk"))


def find_pair(model: type[models.Model], kept_pk: int, merged_pk: int, *, lock: bool = False):
    """Return both records, in this order; raises WithItself or Gone."""
    if kept_pk == merged_pk:
        raise WithItself
    rows = model._base_manager.filter(pk__in=[kept_pk, merged_pk]).order_by("pk")
    found = {row.pk: row for row in (rows.select_for_update(of=["self"]) if lock else rows)}
    if len(found) < 2:
        raise Gone
    return found[kept_pk], found[merged_pk]


def gathered_names(kept, merged) -> list[str]:
    """Return the other names of the organisation that stays, with those of the one that goes."""
    own = {kept.legal_name, kept.trade_name}
    more = [*kept.other_names, *merged.other_names, merged.legal_name, merged.trade_name]
    return [name for name in dict.fromkeys(more) if name and name not in own]
