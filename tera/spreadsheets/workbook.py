"""Workbooks (.xlsx) in: checked as an archive first, then streamed; formulas are never evaluated."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO

from openpyxl import load_workbook

from .errors import HasMacros, SpreadsheetRefused, UnpacksTooLarge, Unreadable, WrongType
from .limits import MAX_COLUMNS, MAX_PARTS, MAX_SHEET_ROWS, MAX_UNPACKED
from .safe_text import unescape_xml, unmark
from .table import Row, Table, build_table

MIDNIGHT = time()


def read_workbook(content: bytes) -> Table:
    try:
        check_archive(content)
        # Links to other workbooks are not opened, and with `defusedxml` installed openpyxl
        # refuses documents that declare entities.
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            if not sheets:
                raise Unreadable
            return build_table(rows_of(sheets[0]), other_sheets=len(sheets) - 1)
        finally:
            book.close()
    except SpreadsheetRefused:
        raise
    except Exception as error:
        # openpyxl answers a damaged file with whatever it stumbles over: KeyError, ValueError, BadZipFile …
        raise Unreadable from error


def check_archive(content: bytes) -> None:
    """Refuse an archive that is no workbook, has macros or unpacks to too much; nothing is unpacked here.

    The sizes are the archive's own word, and safe to go by: `zipfile` never unpacks more than it declares.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise WrongType
    if any(name.endswith("vbaproject.bin") for name in names):
        raise HasMacros
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnpacksTooLarge


def rows_of(sheet) -> Iterator[Row]:
    # The size that a sheet declares may be a lie, and openpyxl would fill every row up to it.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=MAX_SHEET_ROWS, max_col=MAX_COLUMNS + 1)
    gap = None
    for number, cells in enumerate(rows, start=1):
        # For all rows that the file leaves out openpyxl gives the same one; a cell written by mistake at
        # the sheet's end makes a million of them.
        if cells is gap:
            continue
        if all(cell.value is None for cell in cells):
            gap = cells
            continue
        yield Row(
            number=number,
            cells=[text_of(cell) for cell in cells],
            formulas=[place for place, cell in enumerate(cells) if cell.data_type == "f"],
            errors=[place for place, cell in enumerate(cells) if cell.data_type == "e"],
        )


def text_of(cell) -> str:
    """Write a value as a person would type it into a form."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return unmark(unescape_xml(value)) if cell.data_type != "f" else value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
