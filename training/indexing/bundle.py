"""Named arrays and bitmaps as one run of bytes, and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from pyroaring import BitMap


@dataclass
class Bundle:
    """What an index is made of: small facts, arrays by offer or edition, sets of offers by group and key."""

    meta: dict = field(default_factory=dict)
    arrays: dict[str, np.ndarray] = field(default_factory=dict)
    sets: dict[str, dict[str, BitMap]] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        arrays = {name: (array.dtype.str, array.tobytes()) for name, array in self.arrays.items()}
        sets = {
            group: {key: bitmap.serialize() for key, bitmap in bitmaps.items()}
            for group, bitmaps in self.sets.items()
        }
        head = {
            "meta": self.meta,
            "arrays": [[name, dtype, len(content)] for name, (dtype, content) in arrays.items()],
            "sets": [
                [group, [[key, len(content)] for key, content in bitmaps.items()]]
                for group, bitmaps in sets.items()
            ],
        }
        header = json.dumps(head).encode()
        contents = [content for _dtype, content in arrays.values()]
        contents += [content for bitmaps in sets.values() for content in bitmaps.values()]
        return b"".join([len(header).to_bytes(8, "big"), header, *contents])

    @classmethod
    def from_bytes(cls, content: bytes | memoryview) -> "Bundle":
        view = memoryview(content)
        place = 8 + int.from_bytes(view[:8], "big")
        head = json.loads(bytes(view[8:place]))

        def take(size: int) -> memoryview:
            nonlocal place
            place += size
            return view[place - size : place]

        arrays = {name: np.frombuffer(take(size), dtype).copy() for name, dtype, size in head["arrays"]}
        sets: dict[str, Mapping[str, BitMap]] = {
            group: {key: BitMap.deserialize(bytes(take(size))) for key, size in entries}
            for group, entries in head["sets"]
        }
        return cls(head["meta"], arrays, sets)


def sets_by_number(numbers: np.ndarray, slots: np.ndarray) -> dict[int, BitMap]:
    """Return the slots that stand beside each number."""
    if not len(numbers):
        return {}
    order = np.argsort(numbers, kind="stable")
    found, starts = np.unique(numbers[order], return_index=True)
    return {
        int(number): BitMap(part.astype(np.uint32))
        for number, part in zip(found, np.split(slots[order], starts[1:]), strict=True)
    }
