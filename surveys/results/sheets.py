"""A company's submitted answers as the results read them: flat, typed, and nothing else."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from surveys.enums import AnswerStatus

Key = tuple[str, str, str]
Sheet = Mapping[Key, Any]


def read_sheet(payload: Mapping[str, Any]) -> dict[Key, Any]:
    """Return the given cells of a submission's payload; blanks and refusals are left out."""
    return {
        (cell["variable"], cell.get("row") or "", cell.get("col") or ""): cell["value"]
        for cell in payload["answers"]
        if cell["value"] is not None and cell.get("status", AnswerStatus.GIVEN) == AnswerStatus.GIVEN
    }


def number(sheet: Sheet, variable: str, row: str = "", col: str = "") -> Decimal:
    """Return a number; a cell that was left empty counts as nothing."""
    return Decimal(str(sheet.get((variable, row, col), 0)))


def chosen(sheet: Sheet, variable: str, row: str = "", col: str = "") -> set[str]:
    """Return what was ticked: at most one code for a single choice, any number for a list."""
    value = sheet.get((variable, row, col))
    if value is None:
        return set()
    return set(value) if isinstance(value, list) else {value}


def questions(definition: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for section in definition["sections"]:
        for page in section["pages"]:
            yield from page["questions"]
