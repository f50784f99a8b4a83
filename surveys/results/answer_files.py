"""A table of an edition's answers as CSV, XLSX or JSON, each with its count and checksum inside.

The checksum is the SHA-256 of the rows as JSON, one to a line, so that whoever reads a file back can
tell whether it is whole, whatever its format.
"""

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from openpyxl import Workbook

from tera.spreadsheets.safe_text import mark
from tera.spreadsheets.writing import text_cell

Row = tuple[str, ...]

COUNT, CHECKSUM = "# rows", "# sha256"
# A negative figure stays one; every other text that a spreadsheet could run is marked.
FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass
class Tally:
    """How many rows went by, and their checksum."""

    count: int = 0
    digest: object = field(default_factory=hashlib.sha256)

    def through(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.count += 1
            self.digest.update(line_of(row))
            yield row

    @property
    def checksum(self) -> str:
        return self.digest.hexdigest()


def line_of(row: Row) -> bytes:
    return json.dumps(list(row), ensure_ascii=False).encode() + b"\n"


class Lines:
    """A text file for ``csv`` on a binary one."""

    def __init__(self, file: BinaryIO):
        self.file = file

    def write(self, text: str) -> None:
        self.file.write(text.encode())


def write_csv(file: BinaryIO, titles: Sequence[str], rows: Iterable[Row]) -> Tally:
    """Write a CSV that a Spanish Excel opens by itself; the last two lines are the count and checksum."""
    tally, writer = Tally(), csv.writer(Lines(file), delimiter=";")
    file.write(b"\xef\xbb\xbf")
    writer.writerow(titles)
    for row in tally.through(rows):
        writer.writerow([cell if FIGURE.fullmatch(cell) else mark(cell) for cell in row])
    writer.writerow([COUNT, tally.count])
    writer.writerow([CHECKSUM, tally.checksum])
    return tally


def write_json(file: BinaryIO, titles: Sequence[str], rows: Iterable[Row]) -> Tally:
    tally, between = Tally(), b""
    file.write(b'{"titles": ' + json.dumps(list(titles), ensure_ascii=False).encode() + b', "rows": [\n')
    for row in tally.through(rows):
        file.write(between + line_of(row).rstrip(b"\n"))
        between = b",\n"
    file.write(f'\n], "count": {tally.count}, "sha256": "{tally.checksum}"}}\n'.encode())
    return tally


def write_xlsx(file: BinaryIO, titles: Sequence[str], rows: Iterable[Row]) -> Tally:
    """Write a workbook with a second sheet that holds the count and the checksum."""
    tally, book = Tally(), Workbook(write_only=True)
    sheet = book.create_sheet("answers")
    sheet.freeze_panes = "A2"
    sheet.append(list(titles))
    for row in tally.through(rows):
        sheet.append([text_cell(sheet, cell) for cell in row])
    check = book.create_sheet("check")
    check.append([COUNT, tally.count])
    check.append([CHECKSUM, tally.checksum])
    book.save(file)
    return tally


WRITERS: dict[str, Callable[[BinaryIO, Sequence[str], Iterable[Row]], Tally]] = {
    "csv": write_csv,
    "json": write_json,
    "xlsx": write_xlsx,
}
