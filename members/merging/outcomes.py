"""What becomes of the rows of the record that disappears, table by table.

A settlement looks at the rows of both records and says of each row of the second whether it moves, is
dropped because the first has the same, is folded into the first one's row, or stands in the way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.enums import AccountRole, ChangeState, MergeOutcome
from members.periods import overlaps

Rows = Sequence[models.Model]


@dataclass
class Outcome:
    """The fate of one row; ``twin`` is the other record's row that takes its place."""

    row: models.Model
    kind: MergeOutcome
    twin: models.Model | None = None
    updates: dict[str, object] = field(default_factory=dict)
    reason: str = ""


Settlement = Callable[[Rows, Rows], list[Outcome]]


def key(row: models.Model, names: Sequence[str]) -> tuple:
    return tuple(getattr(row, name) for name in names)


def move(rows: Rows, others: Rows) -> list[Outcome]:
    return [Outcome(row, MergeOutcome.MOVES) for row in rows]


def discard(rows: Rows, others: Rows) -> list[Outcome]:
    return [Outcome(row, MergeOutcome.DROPPED) for row in rows]


def without_twins(*names: str, fill: Sequence[str] = ()) -> Settlement:
    """Drop a row whose ``names`` the other record has too; ``fill`` its empty fields from the dropped one."""

    def settle(rows: Rows, others: Rows) -> list[Outcome]:
        twins = {key(other, names): other for other in others}
        outcomes = []
        for row in rows:
            twin = twins.get(key(row, names))
            if twin is None:
                outcomes.append(Outcome(row, MergeOutcome.MOVES))
                continue
            updates = {
                name: getattr(row, name)
                for name in fill
                if getattr(twin, name) in (None, "") and getattr(row, name) not in (None, "")
            }
            kind = MergeOutcome.FOLDED if updates else MergeOutcome.DROPPED
            outcomes.append(Outcome(row, kind, twin, updates))
        return outcomes

    return settle


def stop_at_twins(*names: str, reason) -> Settlement:
    """Refuse the merge when both records have a row with the same ``names``."""

    def settle(rows: Rows, others: Rows) -> list[Outcome]:
        twins = {key(other, names): other for other in others}
        return [
            Outcome(row, MergeOutcome.STOPS, twin, reason=str(reason) % {"row": row})
            if (twin := twins.get(key(row, names)))
            else Outcome(row, MergeOutcome.MOVES)
            for row in rows
        ]

    return settle


def absorb(rows: Rows, others: Rows) -> list[Outcome]:
    """For a table with one row for each record: what hangs from the second's goes to the first's."""
    if not others:
        return move(rows, others)
    return [Outcome(row, MergeOutcome.ABSORBED, others[0]) for row in rows]


def activities(rows: Rows, others: Rows) -> list[Outcome]:
    """Drop the same code; of two main activities in one classification, the first record's stays."""
    taken = {other.classification for other in others if other.is_principal}
    outcomes = without_twins("classification", "code")(rows, others)
    for outcome in outcomes:
        moves = outcome.kind == MergeOutcome.MOVES
        if moves and outcome.row.is_principal and outcome.row.classification in taken:
            outcome.updates = {"is_principal": False}
    return outcomes


def memberships(rows: Rows, others: Rows) -> list[Outcome]:
    """Make overlapping periods of one category one period; refuse those of different categories."""
    outcomes = []
    for row in rows:
        crossing = [other for other in others if overlaps(row.period, other.period)]
        if not crossing:
            outcomes.append(Outcome(row, MergeOutcome.MOVES))
        elif len(crossing) > 1 or not compatible(row, crossing[0]):
            outcomes.append(Outcome(row, MergeOutcome.STOPS, crossing[0], reason=OVERLAPPING % {"row": row}))
        else:
            outcomes.append(joined(row, crossing[0], others))
    return outcomes


OVERLAPPING = gettext_lazy(
    "Both are members in part of the same period, with different categories, numbers or several periods "
    "(%(row)s). Correct the periods of one of them first."
)


def compatible(first: models.Model, second: models.Model) -> bool:
    return all(
        getattr(first, name) == getattr(second, name) or not getattr(first, name) or not getattr(second, name)
        for name in ("category_id", "number")
    )


def joined(row: models.Model, twin: models.Model, others: Rows) -> Outcome:
    uppers = [row.period.upper, twin.period.upper]
    upper = None if None in uppers else max(uppers)
    period = DateRange(min(row.period.lower, twin.period.lower), upper)
    if any(other != twin and overlaps(period, other.period) for other in others):
        return Outcome(row, MergeOutcome.STOPS, twin, reason=OVERLAPPING % {"row": row})
    updates = {"period": period} if period != twin.period else {}
    for name in ("category_id", "number", "join_reason", "note"):
        if not getattr(twin, name) and getattr(row, name):
            updates[name] = getattr(row, name)
    ends = max((twin, row), key=lambda one: (one.period.upper is None, one.period.upper))
    if ends.end_reason != twin.end_reason:
        updates["end_reason"] = ends.end_reason
    return Outcome(row, MergeOutcome.FOLDED, twin, updates)


def facts(rows: Rows, others: Rows) -> list[Outcome]:
    """Of two rows for one year the first record's stays, and takes what it does not know from the other."""
    names = (
        "headcount",
        "women",
        "research_projects",
        "market",
        "turnover_band",
        "balance_band",
        "staff_turnover",
    )
    outcomes = without_twins("year", fill=names)(rows, others)
    for outcome in outcomes:
        people, women = (
            outcome.updates.get(name, getattr(outcome.twin, name, None)) for name in ("headcount", "women")
        )
        if people is not None and women is not None and women > people:
            # Figures of two counts do not go together.
            for name in ("headcount", "women"):
                outcome.updates.pop(name, None)
    return outcomes


def cautious(reference: models.ForeignKey) -> Settlement:
    """Move the rows of a table that has no settlement of its own, unless a constraint would be broken."""
    sets = [
        constraint.fields
        for constraint in reference.model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and reference.name in constraint.fields
    ]
    sets += [names for names in reference.model._meta.unique_together if reference.name in names]
    if reference.unique:
        sets.append((reference.name,))

    def settle(rows: Rows, others: Rows) -> list[Outcome]:
        outcomes = move(rows, others)
        for fields in sets:
            rest = [
                reference.model._meta.get_field(name).attname for name in fields if name != reference.name
            ]
            twins = {key(other, rest): other for other in others}
            for outcome in outcomes:
                if key(outcome.row, rest) in twins:
                    outcome.kind = MergeOutcome.STOPS
                    outcome.reason = _("Both have the same: %(row)s.") % {"row": outcome.row}
        return outcomes

    return settle


def accounts(rows: Rows, others: Rows) -> list[Outcome]:
    """Of two accounts of one person the first record's stays, with the role that may do more."""
    strength = list(reversed(AccountRole.values))
    outcomes = without_twins("user_id")(rows, others)
    for outcome in outcomes:
        if outcome.twin and strength.index(outcome.row.role) > strength.index(outcome.twin.role):
            outcome.kind, outcome.updates = MergeOutcome.FOLDED, {"role": outcome.row.role}
    return outcomes


def invitations(rows: Rows, others: Rows) -> list[Outcome]:
    """Take back a second open invitation of one address; its row moves, so that no address is copied."""
    taken = {other.email.lower() for other in others if is_open(other)}
    outcomes = move(rows, others)
    for outcome in outcomes:
        if is_open(outcome.row) and outcome.row.email.lower() in taken:
            outcome.updates = {"revoked_at": timezone.now()}
    return outcomes


def change_requests(rows: Rows, others: Rows) -> list[Outcome]:
    """Close a request that waits: what it wanted to change is the other record now."""
    outcomes = move(rows, others)
    for outcome in outcomes:
        if outcome.row.state == ChangeState.PENDING:
            outcome.updates = {"state": ChangeState.OUTDATED, "decided_at": timezone.now()}
    return outcomes


def is_open(invitation: models.Model) -> bool:
    return invitation.accepted_at is None and invitation.revoked_at is None
