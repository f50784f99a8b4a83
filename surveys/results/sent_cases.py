"""A company's submission as a case: what it sent, by place, with the rows of its lists counted."""

from collections.abc import Mapping
from typing import Any

from surveys.instrument.cells import Key
from surveys.instrument.definition import Definition

from .places import Spot, family_of

Case = Mapping[Spot, Mapping[str, Any]]


def case_of(payload: Mapping[str, Any], definition: Definition) -> Case:
    rows = row_numbers(payload, definition)
    found = {}
    for answer in payload["answers"]:
        key = Key(answer["variable"], answer["row"], answer["col"])
        slot = definition.slot_of(key)
        if slot is not None:
            counted = key._replace(row=rows.get((key.variable, key.row), key.row))
            found[Spot(counted, family_of(slot.kind))] = answer
    return found


def row_numbers(payload: Mapping[str, Any], definition: Definition) -> dict[tuple[str, str], str]:
    """Return the number of each row of a list, in the order in which they were sent."""
    numbers: dict[tuple[str, str], str] = {}
    count: dict[str, int] = {}
    for answer in payload["answers"]:
        place = (answer["variable"], answer["row"])
        if answer["variable"] in definition.lists and answer["row"] and place not in numbers:
            count[place[0]] = count.get(place[0], 0) + 1
            numbers[place] = str(count[place[0]])
    return numbers
