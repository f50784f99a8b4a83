"""Text that a spreadsheet would take for a formula, marked so that it does not, and read back whole.

A spreadsheet runs what begins with one of a few characters, also in a CSV. An apostrophe before it
makes it text. Reading takes that apostrophe away, so a text that begins with one gets another.
"""

import re

# Also the wide forms, which some versions of Excel run too.
STARTS = "=+\\-@\t\r\n＝＋－＠"
DANGEROUS = re.compile(f"'*[{STARTS}]")
MARKED = re.compile(f"'+[{STARTS}]")

# Characters that XML cannot hold, written as OOXML writes them (ECMA-376, part 1, 22.9.2.19).
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
WRITTEN = re.compile("_x([0-9A-Fa-f]{4})_")


def mark(text: str) -> str:
    return f"'{text}" if DANGEROUS.match(text) else text


def mark_ambiguous(text: str) -> str:
    """Mark only what reading would shorten: a workbook's text cells are never run."""
    return f"'{text}" if MARKED.match(text) else text


def unmark(text: str) -> str:
    return text[1:] if MARKED.match(text) else text


def escape_xml(text: str) -> str:
    return UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescape_xml(text: str) -> str:
    return WRITTEN.sub(lambda found: chr(int(found[1], 16)), text)
