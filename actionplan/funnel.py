"""People who narrow step by step: enrolled, started, passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from actionplan.progress import percent


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a funnel; a share is None where its whole is missing or 0."""

    label: str
    value: Decimal | None
    of_first: Decimal | None
    of_previous: Decimal | None


def funnel(steps: Sequence[tuple[str, Decimal | None]]) -> tuple[Step, ...]:
    """Return the steps with their share of the first and of the one before."""
    first = steps[0][1] if steps else None
    previous: list[Decimal | None] = [None, *(value for _, value in steps)]
    return tuple(
        Step(label, value, share(value, first), share(value, previous[place]))
        for place, (label, value) in enumerate(steps)
    )


def share(value: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return percent(value, whole) if value is not None and whole else None
