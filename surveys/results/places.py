"""Where an edition's answers stand, over all the versions that its companies answered.

The newest version's questions come first, then what earlier ones asked besides. A question whose kind
changed has a place for each kind.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from surveys.instrument.cells import Key
from surveys.instrument.ddi import slots_of
from surveys.instrument.definition import Definition
from surveys.instrument.questions import Choice, Slot
from surveys.instrument.texts import Text

# The kinds that share a column: what they hold reads the same.
FAMILIES = {
    "single": "code",
    "likert": "code",
    "scale": "code",
    "number": "figure",
    "money": "figure",
    "percentage": "figure",
    "text": "text",
    "long_text": "text",
}


class Spot(NamedTuple):
    """A cell's address in a case: the rows of a list are counted, whatever the company calls them."""

    key: Key
    family: str


@dataclass(frozen=True)
class Place:
    spot: Spot
    slot: Slot
    label: tuple[Text, ...]
    choices: tuple[Choice, ...]
    is_list: bool = False
    version: int = 0
    """Of a kind that a newer version gave up: the last that had it."""


def family_of(kind: str) -> str:
    return FAMILIES.get(kind, kind)


def places_of(versions: Sequence[tuple[int, Definition]], rows: Mapping[str, int]) -> list[Place]:
    """Return the places in the order asked, the newest version first; ``rows`` counts those of each list."""
    return [one for place in united_places(versions) for one in spread(place, rows)]


def united_places(versions: Sequence[tuple[int, Definition]]) -> list[Place]:
    """Return the same with one place for all rows of a list."""
    found: dict[Spot, Place] = {}
    kinds: dict[Key, str] = {}
    for number, definition in versions:
        for place in places_in(definition):
            known = found.get(place.spot)
            if known:
                found[place.spot] = united(known, place)
            else:
                newest = kinds.setdefault(place.spot.key, place.spot.family)
                found[place.spot] = replace(place, version=number if newest != place.spot.family else 0)
    return list(found.values())


def places_in(definition: Definition) -> Iterable[Place]:
    for question in definition.questions.values():
        columns = {column.code for column in question.columns} if question.is_list else set()
        for slot, label in slots_of(question):
            spot = Spot(slot.key, family_of(slot.kind))
            yield Place(spot, slot, tuple(label), slot.choices, is_list=slot.key.col in columns)


def united(newer: Place, older: Place) -> Place:
    """Return the newer place, with what only the older one may hold besides."""
    slot = replace(
        newer.slot,
        places=max(newer.slot.places, older.slot.places),
        opt_out=newer.slot.opt_out or older.slot.opt_out,
    )
    return replace(newer, slot=slot, choices=joined(newer.choices, older.choices))


def joined(newer: tuple[Choice, ...], older: tuple[Choice, ...]) -> tuple[Choice, ...]:
    known = {choice.code for choice in newer}
    return (*newer, *(choice for choice in older if choice.code not in known))


def spread(place: Place, rows: Mapping[str, int]) -> Iterable[Place]:
    """Yield a list's place once for each row that the company with most of them has."""
    if not place.is_list:
        yield place
        return
    question, column = place.label
    for number in range(1, rows.get(place.spot.key.variable, 0) + 1):
        key = place.spot.key._replace(row=str(number))
        label = (question, Text(tuple((language, f"{number}") for language, _ in question.versions)), column)
        yield replace(place, spot=place.spot._replace(key=key), label=label)
