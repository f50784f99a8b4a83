"""Editions small enough to count by hand, with the questions that the tables read."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from surveys.results.asked import questions_asked
from surveys.results.edition import Edition
from surveys.results.sheets import read_sheet
from tests.factories.surveys import ask, choices, page, words


def code_rows(*codes: str) -> list[dict]:
    return [{"code": code, "label": words(code)} for code in codes]


DEFINITION: dict[str, Any] = {
    "sections": [
        {
            "code": "all",
            "pages": [
                page(
                    "all",
                    ask(
                        "activity", "single", choices=choices("software", "consultancy", "hardware", "other")
                    ),
                    ask("headcount", "number"),
                    ask("market", "single", choices=choices("cantabria", "spain", "eu", "world")),
                    ask(
                        "research",
                        "single",
                        choices=choices("own", "collaboration", "both", "preparing", "no"),
                    ),
                    ask("profiles", "grid", rows=code_rows("dev-ai", "qa")),
                    ask("skills-needed", "skills", rows=code_rows("python", "java")),
                    ask("training-barriers", "multiple", choices=choices("time", "cost", "none")),
                )
            ],
        }
    ]
}


def cell(variable: str, value: Any, row: str = "", col: str = "", status: str = "given") -> dict:
    return {"variable": variable, "row": row, "col": col, "value": value, "status": status}


@pytest.fixture
def edition_of() -> Callable[..., Edition]:
    """Return an edition whose companies gave these answers, one list of cells for each."""

    def build(companies: Sequence[Sequence[dict]], population: int = 40, minimum: int = 5) -> Edition:
        sheets = [read_sheet({"answers": list(cells)}) for cells in companies]
        return Edition(questions_asked([DEFINITION]), sheets, population, minimum)

    return build
