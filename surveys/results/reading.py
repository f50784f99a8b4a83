"""A stored table in words, for a page in one language; what is hidden is said to be confidential."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from surveys.enums import CellStatus


@dataclass(frozen=True)
class ShownTable:
    title: str
    sentence: str
    method: str
    base: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def read_table(payload: Mapping[str, Any], language: str | None) -> ShownTable:
    def spoken(text: Mapping[str, str] | None) -> str:
        return (text.get(language or "es") or text["es"]) if text else ""

    n, frame = payload["answers"], payload["population"]
    return ShownTable(
        title=spoken(payload["title"]),
        sentence=spoken(payload["sentence"]),
        method=spoken(payload["method"]),
        base=_("%(n)s of %(total)s companies answered.") % {"n": n, "total": frame},
        columns=["", *(spoken(column["label"]) for column in payload["columns"])],
        rows=[
            [
                spoken(row["label"]),
                *(cell_text(row["cells"][c["code"]], c["format"], n) for c in payload["columns"]),
            ]
            for row in payload["rows"]
        ],
    )


def cell_text(cell: Mapping[str, Any], kind: str, answers: int) -> str:
    if cell["status"] != CellStatus.PUBLISHED:
        return hidden_text(cell, answers)
    if kind == "level":
        return number_format(cell["value"], 1)
    if kind == "people":
        return number_format(cell["value"])
    return _("%(n)s of %(total)s · %(share)s %%") % {
        "n": cell["value"],
        "total": answers,
        "share": round(100 * cell["share"]),
    }


def hidden_text(cell: Mapping[str, Any], answers: int) -> str:
    """Say what follows from the rule anyway, or nothing."""
    if cell["at_least"] is not None:
        return _("at least %(n)s of %(total)s") % {"n": cell["at_least"], "total": answers}
    if cell["at_most"] is not None:
        return _("fewer than %(n)s") % {"n": cell["at_most"] + 1}
    return _("confidential")
