"""Files as people and attackers make them, built on the fly."""

import zipfile
from io import BytesIO

from openpyxl import Workbook


def workbook(rows, *, more_sheets=0) -> bytes:
    """A workbook as openpyxl writes it: text that begins with "=" becomes a formula."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for _n in range(more_sheets):
        book.create_sheet()
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, parts: dict[str, bytes]) -> bytes:
    """The same archive with some parts replaced or added."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return file.getvalue()


def sheet(body: str, *, before: str = "") -> bytes:
    """The XML of a sheet with these rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<worksheet xmlns="{space}">'
        f'<dimension ref="A1:XFD1048576"/><sheetData>{body}</sheetData></worksheet>'
    ).encode()


def with_sheet(body: str, **more) -> bytes:
    return repacked(workbook([["a"], ["b"]]), {"xl/worksheets/sheet1.xml": sheet(body, **more)})


def text(column: str, row: int, value: str) -> str:
    return f'<c r="{column}{row}" t="inlineStr"><is><t>{value}</t></is></c>'
