"""A table as it stands in a file: titles, then rows of text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .errors import NoRows, TooManyColumns, TooManyRows, UnknownEncoding, UnpacksTooLarge
from .limits import MAX_CHARACTERS, MAX_COLUMNS, MAX_ROWS


@dataclass
class Row:
    """One row with the number that the spreadsheet shows beside it.

    ``formulas`` and ``errors`` are the positions of cells whose value cannot be trusted: a formula
    (never evaluated), or what a spreadsheet writes when one failed (#N/A).
    """

    number: int
    cells: list[str]
    formulas: list[int] = field(default_factory=list)
    errors: list[int] = field(default_factory=list)


@dataclass
class Table:
    titles: list[str]
    rows: list[Row]
    # How its bytes were read, if that was a guess.
    encoding: str = ""
    other_sheets: int = 0


def build_table(rows: Iterable[Row], **about) -> Table:
    """Take the first row that holds something as titles; drop empty rows; pad and bound the others."""
    filled = within_limits(row for row in rows if any(cell.strip() for cell in row.cells) or row.formulas)
    first = next(filled, None)
    if first is None:
        raise NoRows
    titles = [" ".join(title.split()) for title in first.cells]
    while titles and not titles[-1]:
        titles.pop()
    body = list(filled)
    if not body or not titles:
        raise NoRows
    width = max(len(titles), *(occupied(row) for row in body))
    titles += [""] * (width - len(titles))
    for row in body:
        row.cells = (row.cells + [""] * width)[:width]
    return Table(titles=titles, rows=body, **about)


def occupied(row: Row) -> int:
    """Return how many columns a row reaches, not counting the empty ones at its end."""
    last = max((place for place, cell in enumerate(row.cells) if cell.strip()), default=-1)
    return max([last, *row.formulas, *row.errors]) + 1


def within_limits(rows: Iterable[Row]) -> Iterator[Row]:
    characters = 0
    for count, row in enumerate(rows):
        if count > MAX_ROWS:
            raise TooManyRows
        if occupied(row) > MAX_COLUMNS:
            raise TooManyColumns
        characters += sum(map(len, row.cells))
        if characters > MAX_CHARACTERS:
            raise UnpacksTooLarge
        if any("\0" in cell for cell in row.cells):
            raise UnknownEncoding
        yield row
