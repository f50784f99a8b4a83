"""CSV in: the encoding and the delimiter are worked out, and doubt is a refusal rather than a guess."""

import csv
import re
from collections.abc import Iterator
from io import StringIO

from .errors import BrokenRow, NoRows, UnknownEncoding, WrongType
from .safe_text import unmark
from .table import Row, Table, build_table

DELIMITERS = ";,\t|"
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
WINDOWS = "cp1252"
LINES_LOOKED_AT = 20
# What the accents of other encodings become inside a word when they are read as Windows-1252: UTF-8
# saved twice, and the code page of DOS.
GARBLED = re.compile("[ÃÂ][\u0080-\u00bf€‚-™]|\\w[‚¡¢£¤¥]\\w")


def read_csv(content: bytes) -> Table:
    text, encoding = decode(content)
    if not text.strip():
        raise NoRows
    delimiter, text = find_delimiter(text)
    return build_table(rows_of(text, delimiter), encoding=encoding)


def decode(content: bytes) -> tuple[str, str]:
    """Return the text, and the name of its encoding if that had to be guessed."""
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), None) or bare_utf_16(content)
    guess = ""
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding:
            raise UnknownEncoding from None
        text, guess = decode_windows(content), "Windows-1252"
    if "\0" in text or text.startswith("%PDF"):
        raise WrongType
    if GARBLED.search(text):
        raise UnknownEncoding
    return text, guess


def bare_utf_16(content: bytes) -> str | None:
    """Recognise UTF-16 without its mark: in Western text every other byte is zero."""
    start = content[:200]
    half = len(start) // 2
    if half and start[1::2].count(0) > half * 0.8:
        return "utf-16-le"
    if half and start[0::2].count(0) > half * 0.8:
        return "utf-16-be"
    return None


def decode_windows(content: bytes) -> str:
    if b"\0" in content:
        raise WrongType
    try:
        return content.decode(WINDOWS)
    except UnicodeDecodeError:
        raise UnknownEncoding from None


def find_delimiter(text: str) -> tuple[str, str]:
    """Return the delimiter and the text without the line ``sep=;`` that Excel understands."""
    if declared := re.match(r'"?sep=(.)"?\r?\n', text, re.IGNORECASE):
        return declared[1], text[declared.end() :]
    return max(DELIMITERS, key=lambda delimiter: agreement(text, delimiter)), text


def agreement(text: str, delimiter: str) -> float:
    """Say how well a delimiter explains the first rows: the share as wide as the titles, times that width.

    The share and not the number, because a wrong delimiter breaks texts of several lines into more rows.
    """
    widths: list[int] = []
    try:
        for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            if cells:
                widths.append(len(cells))
            if len(widths) == LINES_LOOKED_AT:
                break
    except csv.Error:
        pass
    if not widths or widths[0] == 1:
        return 0
    return widths[0] * sum(width == widths[0] for width in widths) / len(widths)


def rows_of(text: str, delimiter: str) -> Iterator[Row]:
    number = 0
    try:
        for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            number += 1
            yield Row(number=number, cells=[unmark(cell) for cell in cells])
    except csv.Error:
        raise BrokenRow(number + 1) from None
