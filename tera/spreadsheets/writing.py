"""Tables out: no cell is ever run as a formula, and reading the file gives back the same texts."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .safe_text import escape_xml, mark, mark_ambiguous

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
# The most characters that a cell of Excel holds.
LONGEST_CELL = 32_767
WIDTH = 22


def write_csv(titles: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """Return a CSV that a Spanish Excel opens by itself: semicolons, and the mark of UTF-8."""
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    for row in (titles, *rows):
        writer.writerow([mark(cell) if isinstance(cell, str) else cell for cell in row])
    return file.getvalue().encode("utf-8-sig")


def write_xlsx(sheet_title: str, titles: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """Return a workbook of one sheet whose texts are texts, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_title)
    sheet.freeze_panes = "A2"
    for place in range(1, len(titles) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    sheet.append([text_cell(sheet, title, font=Font(bold=True)) for title in titles])
    for row in rows:
        sheet.append([text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def text_cell(sheet, text: str, **style):
    if not text:
        return None
    escaped = escape_xml(mark_ambiguous(text))[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, "")
    # Setting ``value`` would make a formula of what begins with "=".
    cell._value, cell.data_type = escaped, "s"
    cell.quotePrefix = True
    for name, value in style.items():
        setattr(cell, name, value)
    return cell
