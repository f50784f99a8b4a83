"""Which figures may be shown, so that nobody can work out one company's answer.

The reader is assumed to know these rules and every other figure of the edition (the
member list is public). A cell is hidden not when it *looks* small but when the
published figures and the rules together would give it away. `minimum` is the least
number of companies behind a figure (``settings.DISCLOSURE_MINIMUM``).

Three shapes occur, each protected by a function of its own:

* a *partition*: every company is in exactly one row and the rows add up to n
  (`protect_partition`);
* an *item*: a company says yes or no, and only the yes is shown (`protect_item`), or
  such an item within another one (`protect_nested`);
* a *magnitude*: a total of people or a mean (`protect_total`, `protect_mean`).

Bounds. A hidden cell may carry ``at_least`` and ``at_most`` where they follow from the
rule itself and not from the value: with n public and the small cell known to be under
the minimum, "at least n − minimum + 1" holds for the other one whatever the small one
is, so saying it gives nothing away, and "almost all" can be said honestly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.enums import CellStatus

# The second-largest contributor must not estimate the largest to within this much.
P_PERCENT = 20.0


@dataclass(frozen=True)
class Cell:
    """One figure as it may be shown: its value, or its status and what is safe to say."""

    status: str
    value: float | int | None = None
    at_least: int | None = None
    at_most: int | None = None

    @property
    def is_published(self) -> bool:
        return self.status == CellStatus.PUBLISHED

    @property
    def floor(self) -> float:
        """The least the figure can be for all the reader knows; rows are sorted by it."""
        return (self.value if self.is_published else self.at_least) or 0


def published(value: float) -> Cell:
    return Cell(CellStatus.PUBLISHED, value)


HIDDEN_SMALL = Cell(CellStatus.SMALL)
PROTECTED = Cell(CellStatus.PROTECTED)


def is_small(count: int, minimum: int) -> bool:
    return 0 < count < minimum


def protect_partition(counts: Sequence[int], minimum: int) -> list[Cell]:
    """Protect rows that add up to a public n.

    Nearly everybody in one row tells of everybody, so then that row shows only its
    floor and all others, zeros too, "fewer than the minimum". Otherwise small rows are
    hidden together with helpers, and all hidden rows look alike, because telling the
    small from their helpers would give away sums such as 1 + 5 or 4 + 4. What is hidden
    depends on nothing but which rows are small and on sums that are public anyway, so
    knowing the rule does not help; a test tries every table of up to five rows.
    """
    total = sum(counts)
    if total < 2 * minimum:
        return [HIDDEN_SMALL] * len(counts)
    largest = max(counts)
    if total - largest < minimum:
        most = Cell(CellStatus.PROTECTED, at_least=total - minimum + 1, at_most=total)
        few = Cell(CellStatus.SMALL, at_most=minimum - 1)
        return [most if count == largest else few for count in counts]
    hidden = hidden_rows(counts, minimum)
    return [PROTECTED if i in hidden else published(count) for i, count in enumerate(counts)]


def hidden_rows(counts: Sequence[int], minimum: int) -> set[int]:
    """Return the small rows and their helpers: rows of ``minimum`` or more, taken going round.

    Helpers are added until the hidden sum leaves each small row free to be anything from
    1 to ``minimum`` - 1. When nothing but zeros would be left to show, all rows are hidden.
    """
    hidden = {i for i, count in enumerate(counts) if is_small(count, minimum)}
    if not hidden:
        return hidden
    enough = len(hidden) + 2 * minimum - 1
    size, first = len(counts), min(hidden)
    helpers = [i for step in range(1, size) if counts[i := (first + step) % size] >= minimum]
    for number, helper in enumerate(helpers):
        if number and sum(counts[i] for i in hidden) >= enough:
            break
        hidden.add(helper)
    return hidden if any(count for i, count in enumerate(counts) if i not in hidden) else set(range(size))


def protect_item(count: int, answers: int, minimum: int) -> Cell:
    """Protect a yes of yes or no: few who said yes, or few who did not, are not shown.

    Nobody (0) may be shown; everybody may not, since it tells of each one.
    """
    if answers < 2 * minimum:
        return HIDDEN_SMALL
    if is_small(count, minimum):
        return Cell(CellStatus.SMALL, at_most=minimum - 1)
    if answers - count < minimum:
        return Cell(CellStatus.PROTECTED, at_least=answers - minimum + 1, at_most=answers)
    return published(count)


def protect_nested(inner: int, outer: int, answers: int, minimum: int) -> Cell:
    """Protect an item within another item that is itself shown, such as urgent among needed.

    Those in ``outer`` but not in ``inner`` follow by subtraction, so they are a cell too.
    """
    shown = protect_item(outer, answers, minimum)
    if not shown.is_published:
        # Only what the reader knows of `outer` may decide, or the decision would tell more.
        if shown.status == CellStatus.PROTECTED and not is_small(inner, minimum):
            room = answers - minimum + 1 - inner
            return published(inner) if room >= minimum else PROTECTED
        return HIDDEN_SMALL
    if outer == 0:
        return published(0)
    return protect_item(inner, outer, minimum)


def protect_within(inner: int, outer: Cell, minimum: int) -> Cell:
    """Protect an item within one that is an item within another, such as short of skills among hard to fill.

    Told only beside an outer one that is told, of which it then is a yes or no.
    """
    if not outer.is_published:
        return HIDDEN_SMALL
    return protect_item(inner, int(outer.value), minimum) if outer.value else published(0)


def protect_total(
    contributions: Sequence[float],
    minimum: int,
    p_percent: float = P_PERCENT,
    *,
    waived: Sequence[bool] = (),
) -> Cell:
    """Protect a total over companies: enough contributors, and none that stands out.

    ``contributions`` has one figure for each company that answered, zeros too. Who
    contributes must be showable itself: each gives at least one, so a total bounds their number.
    ``waived`` tells of each company whether it lets such a total be published although it stands out.
    """
    given = [value for value in contributions if value]
    contributors = protect_item(len(given), len(contributions), minimum)
    if not contributors.is_published:
        return Cell(contributors.status)
    if is_dominated(contributions, p_percent, waived=waived):
        return PROTECTED
    return published(sum(given))


def protect_mean(values: Sequence[float], minimum: int) -> Cell:
    """Protect a mean: enough values, and not all the same, which would tell of each."""
    if len(values) < minimum:
        return HIDDEN_SMALL
    if min(values) == max(values):
        return PROTECTED
    return published(round(sum(values) / len(values), 1))


def is_dominated(
    contributions: Sequence[float], p_percent: float = P_PERCENT, *, waived: Sequence[bool] = ()
) -> bool:
    """Apply the p % rule: can another contributor come too close to the largest without a waiver?

    Who comes closest is the largest of the others, with a waiver or without.
    """
    free = waived or [False] * len(contributions)
    guarded = [value for value, is_free in zip(contributions, free, strict=True) if not is_free]
    if not any(guarded):
        return False
    first, second = two_largest(contributions)
    target = max(guarded)
    attacker = second if target == first else first
    return sum(contributions) - target - attacker < p_percent / 100 * target


def is_concentrated(contributions: Sequence[float], n: int, k_percent: float) -> bool:
    """Apply the (n, k) rule: do the n largest hold more than k per cent of the total?"""
    ranked = sorted(require_positive(contributions), reverse=True)
    return sum(ranked[:n]) > k_percent / 100 * sum(ranked)


def two_largest(contributions: Sequence[float]) -> tuple[float, float]:
    ranked = sorted(require_positive(contributions), reverse=True) + [0, 0]
    return ranked[0], ranked[1]


def require_positive(contributions: Sequence[float]) -> Sequence[float]:
    if any(value < 0 for value in contributions):
        raise ValueError("concentration rules need contributions that are not negative")
    return contributions
