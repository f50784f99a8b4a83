"""Cells that also know which of them belong to one variable."""

from collections.abc import Iterator, Mapping

from .cells import Cell, Cells, Key


class Sheet(dict[Key, Cell]):
    """A mapping of cells; a variable's own are found without looking through all others."""

    def __init__(self, cells: Cells | None = None):
        super().__init__()
        self._keys: dict[str, list[Key]] = {}
        for key, cell in (cells or {}).items():
            self.put(key, cell)

    def put(self, key: Key, cell: Cell) -> None:
        if key not in self:
            self._keys.setdefault(key.variable, []).append(key)
        self[key] = cell

    def of(self, variable: str) -> Iterator[tuple[Key, Cell]]:
        for key in self._keys.get(variable, ()):
            yield key, self[key]

    @property
    def variables(self) -> frozenset[str]:
        return frozenset(self._keys)


def as_sheet(cells: Mapping[Key, Cell]) -> Sheet:
    return cells if isinstance(cells, Sheet) else Sheet(cells)


NOTHING = Sheet()
