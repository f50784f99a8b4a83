"""Reading a table that somebody uploads: whatever it is, either a table or a reason comes out."""

from .csv_text import read_csv
from .errors import FileTooLarge, OldWorkbook
from .limits import MAX_UPLOAD
from .table import Table
from .workbook import read_workbook

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"


def read_table(content: bytes) -> Table:
    """Return the first sheet of a workbook or the table of a CSV; raises SpreadsheetRefused.

    What the file is called does not matter, only what is in it.
    """
    if len(content) > MAX_UPLOAD:
        raise FileTooLarge
    if content.startswith(OLD_OFFICE):
        raise OldWorkbook
    if content.startswith(ZIP):
        return read_workbook(content)
    return read_csv(content)
