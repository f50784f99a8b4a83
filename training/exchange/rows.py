"""Reading a table of offers cell by cell: the one way for a file that somebody brings and one on a site."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from tera.spreadsheets.table import Row, Table

from .columns import BY_KEY, Column


class Sheet:
    """A table and, for each of its titles, the key of the column; what has no key is passed over."""

    def __init__(self, table: Table, keys: Sequence[str]) -> None:
        self.rows: Sequence[Row] = table.rows
        self.places = [(place, BY_KEY[key]) for place, key in enumerate(keys) if key]

    def texts(self, row: Row) -> dict[str, str]:
        """Return what a row says, by the keys of the columns."""
        return {column.key: text for place, column in self.places if (text := row.cells[place].strip())}

    def bad_cells(self, row: Row) -> Iterator[tuple[Column, str]]:
        for place, column in self.places:
            if place in row.formulas:
                yield column, _("This cell holds a formula: paste its value instead.")
            elif place in row.errors:
                yield column, _("This cell shows an error of the spreadsheet.")

    def columns_in(self, texts: dict[str, str], part: str) -> list[Column]:
        """Return the columns of one part of which a row says something."""
        return [column for _place, column in self.places if column.part == part and column.key in texts]
