"""The survey's own tables, taken over with nothing that they hide."""

from surveys.enums import CellStatus
from surveys.models import Campaign, ResultTable

SECTOR = ["activity", "size-band", "market", "research", "turnover"]
DEMAND = [
    "profiles-demand",
    "profiles-hard-to-fill",
    "profiles-replacement",
    "profiles-vacancies",
    "profiles-vacancies-hard",
    "profiles-vacancies-shortage",
    "hard-to-fill-reasons",
    "skills-demand",
    "skills-urgency",
    "profiles-knowledge",
    "profiles-entry-level",
    "profiles-not-proficient",
]
TRAINING = ["training-channels", "training-barriers", "dual-fp", "packages"]


def tables_of(campaign: Campaign) -> dict[str, dict]:
    """Return the frozen tables of a closed edition by code."""
    stored = ResultTable.objects.filter(campaign=campaign)
    return {table.code: public_table(table.payload) for table in stored}


def public_table(payload: dict) -> dict:
    """Return a table without the disclosure parameter and without the value of any hidden cell.

    The results room hides small cells already; a snapshot is public for ever, so it looks again.
    What a hidden cell may say ("at least 27") stays when it follows from the rule alone.
    """
    table = {key: value for key, value in payload.items() if key != "minimum"}
    table["rows"] = [
        row
        | {"cells": {column: public_cell(cell, payload["minimum"]) for column, cell in row["cells"].items()}}
        for row in payload["rows"]
    ]
    return table


def public_cell(cell: dict, minimum: int) -> dict:
    if cell["status"] == CellStatus.PUBLISHED:
        return cell
    hidden = {"status": cell["status"], "value": None, "share": None, "at_least": None, "at_most": None}
    if follows_from_the_rule(cell["at_least"], cell["at_most"], minimum):
        hidden |= {"at_least": cell["at_least"], "at_most": cell["at_most"]}
    return hidden


def follows_from_the_rule(at_least: float | None, at_most: float | None, minimum: int) -> bool:
    """Return whether bounds leave room for as many values as the rule does: narrower ones would tell more."""
    return at_most is not None and at_most - (at_least or 0) == minimum - 1
