"""An order of preference as its places: one list to choose from for each, read together as one answer."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.instrument.questions import Slot


def place_names(slot: Slot) -> list[str]:
    """Return the fields' names; codes never hold two hyphens in a row, so they cannot collide."""
    return [f"{slot.key.variable}--{place}" for place in range(1, slot.places + 1)]


def order_of(picks: Sequence[str]) -> tuple[str, ...] | None:
    """Return what the places hold, in order; None where nothing was chosen."""
    return tuple(pick for pick in picks if pick) or None


def problems_with(slot: Slot, picks: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield what keeps the places from being an order: the place (0 is the first), and what to do."""
    for place, pick in enumerate(picks):
        if not pick:
            continue
        if pick in picks[:place]:
            words = {"choice": slot.codes[pick].label, "place": picks.index(pick) + 1}
            yield place, _("“%(choice)s” is number %(place)s already. Choose another here.") % words
        elif gaps := [number for number, other in enumerate(picks[:place], start=1) if not other]:
            yield (
                place,
                _("Choose number %(place)s before this one, or leave this one empty.") % {"place": gaps[0]},
            )


def in_order(labels: Sequence[str]) -> list[str]:
    return [f"{place}. {label}" for place, label in enumerate(labels, start=1)]


def to_rank(places: int) -> str:
    """Say how many are wanted, for whoever reads the question on paper."""
    words = ngettext("Number one: 1.", "Number up to %(places)s, from 1, the first.", places)
    return words % {"places": places}
