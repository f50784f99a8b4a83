"""What an edition asked over all the versions that its companies answered, and whom.

A correction in the field may drop a question, a choice or a row, or add one. What was sent before
it counts all the same: the newest version's questions come first, then what earlier ones asked besides.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from .sheets import Sheet, questions

Asked = Mapping[str, Any]
# The parts of a question that its answers name by code.
PARTS = ("choices", "rows")


def questions_asked(definitions: Sequence[Mapping[str, Any]]) -> dict[str, Asked]:
    """Return the questions of all versions, the newest given first, by variable."""
    found: dict[str, Asked] = {}
    for definition in definitions:
        for question in questions(definition):
            known = found.get(question["variable"])
            found[question["variable"]] = joined(known, question) if known else question
    return found


def joined(newer: Asked, older: Asked) -> Asked:
    """Return the newer question, with the older one's choices and rows that it does not have."""
    if newer["kind"] != older["kind"]:
        return newer
    return {**newer, **{part: with_others(newer[part], older[part]) for part in PARTS if newer.get(part)}}


def with_others(newer: Sequence[Asked], older: Sequence[Asked]) -> list[Asked]:
    known = {item["code"] for item in newer}
    return [*newer, *(item for item in older if item["code"] not in known)]


def sheets_asked(
    definitions: Mapping[str, Mapping[str, Any]], sent: Sequence[tuple[str, Sheet]]
) -> dict[str, list[Sheet]]:
    """Return, by variable, the sheets of those whose version asked it.

    A sheet comes with its version's hash. One that no version has is taken for the newest's: a close
    does not fail over it.
    """
    variables = {sha256: {q["variable"] for q in questions(found)} for sha256, found in definitions.items()}
    newest = next(iter(variables.values()))
    asked: dict[str, list[Sheet]] = {}
    for sha256, sheet in sent:
        for variable in variables.get(sha256, newest):
            asked.setdefault(variable, []).append(sheet)
    return asked
