"""``python -m surveys.results.statistical.writing FOLDER KIND``: the rows in a folder as a .sav or .dta.

Run as a program of its own, without Django: see ``files``.
"""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas
import pyreadstat

About = Mapping[str, Any]
# What each program counts its days from, and what it counts them in.
SPSS_FIRST, STATA_FIRST, SECONDS = date(1582, 10, 14), date(1960, 1, 1), 86_400
LETTERS = "abc"


def table_of(
    columns: list[About], path: Path, read: Callable[[str, About], float | str | None]
) -> pandas.DataFrame:
    cells: list[list] = [[] for _ in columns]
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            for column, kept, text in zip(columns, cells, json.loads(line), strict=True):
                kept.append(text if column["sort"] == "text" else read(text, column))
    return pandas.DataFrame(
        {
            column["name"]: pandas.Series(kept, dtype=type_of(column, kept))
            for column, kept in zip(columns, cells, strict=True)
        }
    )


def type_of(column: About, cells: list) -> type | str:
    if column["sort"] == "text":
        return "str"
    return object if any(isinstance(cell, str) for cell in cells) else float


def for_spss(text: str, column: About) -> float | None:
    if not text or is_missing(text, column) or column["sort"] != "day":
        return float(text) if text else None
    return float((date.fromisoformat(text) - SPSS_FIRST).days * SECONDS)


def for_stata(text: str, column: About) -> float | str | None:
    if not text:
        return None
    if is_missing(text, column):
        return letters_of(column)[int(text)]
    return float((date.fromisoformat(text) - STATA_FIRST).days) if column["sort"] == "day" else float(text)


def is_missing(text: str, column: About) -> bool:
    return text in {str(code) for code in column["missing"].values()}


def letters_of(column: About) -> dict[int, str]:
    """Return Stata's letter for each reason why there is no figure: .a, .b, .c."""
    return dict(zip(column["missing"].values(), LETTERS, strict=False))


def write_sav(folder: Path, about: About) -> None:
    columns = about["columns"]
    pyreadstat.write_sav(
        table_of(columns, folder / "rows", for_spss),
        folder / "file.sav",
        file_label=about["label"],
        note=about["notes"],
        row_compress=True,
        column_labels=[column["label"] for column in columns],
        variable_value_labels={c["name"]: values_of(c) for c in columns if c["values"]},
        missing_ranges={c["name"]: list(c["missing"].values()) for c in columns if c["missing"]},
        variable_measure={column["name"]: column["measure"] for column in columns},
        variable_format={c["name"]: format_of(c) for c in columns if c["sort"] != "text"},
        variable_display_width={column["name"]: 30 if column["sort"] == "text" else 12 for column in columns},
    )


def write_dta(folder: Path, about: About) -> None:
    columns = about["columns"]
    pyreadstat.write_dta(
        table_of(columns, folder / "rows", for_stata),
        folder / "file.dta",
        file_label=about["label"],
        column_labels=[column["label"] for column in columns],
        variable_value_labels={
            c["name"]: {letters_of(c).get(code, code): words for code, words in values_of(c).items()}
            for c in columns
            if c["values"]
        },
        missing_user_values={c["name"]: list(letters_of(c).values()) for c in columns if c["missing"]},
        variable_format={c["name"]: "%td" for c in columns if c["sort"] == "day"},
    )


def values_of(column: About) -> dict[int, str]:
    return {int(code): words for code, words in column["values"].items()}


def format_of(column: About) -> str:
    if column["sort"] == "day":
        return "EDATE10"
    return f"F16.{column['decimals']}" if column["decimals"] else "F11.0"


WRITERS = {"sav": write_sav, "dta": write_dta}

if __name__ == "__main__":
    place = Path(sys.argv[1])
    WRITERS[sys.argv[2]](place, json.loads((place / "about").read_text(encoding="utf-8")))
