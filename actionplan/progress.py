"""How far a plan has come: the weighted mean of what counts, at every level of the tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

FULL = Decimal(100)


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """Return part of whole in percent with two decimals: 258 of 540 is 47.78."""
    return (FULL * Decimal(part) / Decimal(whole)).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the roll-up needs to know of a node; ``own`` is a leaf's progress, None when nobody knows it."""

    weight: Decimal = Decimal(1)
    own: Decimal | None = None
    is_excluded: bool = False
    parts: Sequence["Weighed"] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Percent done, or None where nothing counts; the terms are (weight, percent) of the parts that count."""

    percent: Decimal | None
    terms: tuple[tuple[Decimal, Decimal], ...] = ()
    excluded: int = 0

    @property
    def formula(self) -> str:
        """The sum behind the figure in whole percents, such as "(2 × 50 + 1 × 20) ÷ 3"."""
        weights = [weight for weight, _ in self.terms]
        has_equal_weights = len(set(weights)) <= 1
        terms = [
            f"{value:.0f}" if has_equal_weights else f"{weight.normalize():f} × {value:.0f}"
            for weight, value in self.terms
        ]
        total = Decimal(len(terms)) if has_equal_weights else sum(weights, Decimal(0))
        return f"({' + '.join(terms)}) ÷ {total.normalize():f}"


def roll_up(node: Weighed) -> Progress:
    """Return Σ wᵢ·pᵢ / Σ wᵢ over the parts that count.

    A leaf of unknown progress is at 0. Cancelled, superseded and non-counting parts are left
    out and counted as excluded, and so is a part in which nothing counts. When all are left
    out the result is None, "not applicable": neither 0 nor 100.
    """
    if not node.parts:
        return Progress(node.own if node.own is not None else Decimal(0))
    terms = []
    for part in node.parts:
        value = None if part.is_excluded else roll_up(part).percent
        if value is not None:
            terms.append((part.weight, value))
    excluded = len(node.parts) - len(terms)
    if not terms:
        return Progress(None, excluded=excluded)
    total = sum((weight for weight, _ in terms), Decimal(0))
    weighted = sum((weight * value for weight, value in terms), Decimal(0))
    return Progress(weighted / total, tuple(terms), excluded)


def own_progress(*, typed: int | None, fulfilled: int, milestones: int, is_completed: bool) -> Decimal | None:
    """Return the progress of an action: typed, else its fulfilled milestones, else 100 if completed."""
    if typed is not None:
        return Decimal(typed)
    if milestones:
        return FULL * fulfilled / milestones
    return FULL if is_completed else None
