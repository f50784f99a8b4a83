"""What the companies of an edition sent as one case each, put on disk on the way to a file.

Submissions are read a few at a time: what stays in memory is what the columns are made of. They are read
once, so that nothing that is sent meanwhile can differ between the columns and the cases.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from surveys.enums import CheckState
from surveys.instrument.cells import Key
from surveys.instrument.definition import Definition
from surveys.instrument.parser import compiled
from surveys.models import Campaign, CheckFlag, Submission
from surveys.results.places import Spot, places_of
from surveys.results.sent_answers import explanations, newest_sent, version_finder
from surveys.results.sent_cases import Case, case_of, row_numbers

from .columns import Column, Sort
from .variables import Variable, variables_of

HEAD = ("unit", "organisation", "version", "receipt", "sequence", "sent-on")
STATE, SAID = "check", "check-text"


@dataclass
class Spool:
    """The cases on disk, and what was seen while they were put there."""

    file: IO[str]
    versions: dict[int, Definition] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    flags: dict[Key, str] = field(default_factory=dict)
    """The odd figures that something was said of, each with the words of its check."""

    def cases(self) -> Iterator[Case]:
        self.file.seek(0)
        for line in self.file:
            yield {Spot(Key(*place), family): answer for place, family, answer in json.loads(line)}


def spool_cases(campaign: Campaign, file: IO[str], language: str) -> Spool:
    """Write the newest submission of each company to a file, one to a line."""
    version_of = version_finder(campaign)
    spool = Spool(file)
    for sent in newest_sent(campaign):
        explained = explanations([submission.response_id for submission in sent])
        for submission in sent:
            version = version_of(submission)
            definition = spool.versions.setdefault(version.number, compiled(version))
            said = explained.get(submission.response_id, [])
            case = {**head_of(submission), **case_of(submission.payload, definition)}
            case |= said_in(submission, definition, said)
            note_rows(spool, case, definition)
            spool.flags |= {
                Key(flag_key.variable, flag_key.row): message_of(definition, flag_key.variable, language)
                for flag_key, family in case
                if family == STATE
            }
            json.dump([[spot.key, spot.family, given] for spot, given in case.items()], file)
            file.write("\n")
    return spool


def head_of(submission: Submission) -> dict[Spot, dict]:
    unit = submission.response.unit
    values = (
        unit.pk,
        unit.name_at_launch,
        submission.payload["version"],
        submission.receipt_number,
        submission.sequence,
        localtime(submission.at).date().isoformat(),
    )
    return {Spot(Key(name), "head"): given(value) for name, value in zip(HEAD, values, strict=True)}


def said_in(submission: Submission, definition: Definition, flags: list[CheckFlag]) -> Case:
    """Return what was said of odd figures; the rows of lists are counted as their answers' are."""
    rows = {row: number for (_list, row), number in row_numbers(submission.payload, definition).items()}
    found = {}
    for flag in flags:
        key = Key(flag.rule, rows.get(flag.row_key, flag.row_key))
        found[Spot(key, STATE)] = given(flag.state)
        found[Spot(key, SAID)] = given(flag.explanation)
    return found


def given(value: object) -> dict:
    return {"value": value, "status": "given"}


def note_rows(spool: Spool, case: Case, definition: Definition) -> None:
    for key, _family in case:
        if key.variable in definition.lists and key.row:
            spool.rows[key.variable] = max(spool.rows.get(key.variable, 0), int(key.row))


def message_of(definition: Definition, rule: str, language: str) -> str:
    return next((check.message.within(language) for check in definition.checks if check.code == rule), rule)


def variables_in(spool: Spool, language: str) -> list[Variable]:
    """Return the columns: who sent it and when, what was asked, what was said of odd figures."""
    newest_first = sorted(spool.versions.items(), reverse=True)
    asked = places_of(newest_first, spool.rows)
    return [
        *heads(),
        *(variable for place in asked for variable in variables_of(place, language)),
        *(variable for key, words in sorted(spool.flags.items()) for variable in said_of(key, words)),
    ]


def heads() -> Iterator[Variable]:
    labels = (_("unit"), _("organisation"), _("version"), _("receipt"), _("sequence"), _("sent on"))
    sorts = (Sort.FIGURE, Sort.TEXT, Sort.FIGURE, Sort.TEXT, Sort.FIGURE, Sort.DAY)
    for name, label, sort in zip(HEAD, labels, sorts, strict=True):
        yield Variable(Column((name,), label, sort), Spot(Key(name), "head"), written)


def said_of(key: Key, words: str) -> Iterator[Variable]:
    parts = tuple(part for part in (STATE, key.variable, key.row) if part)
    states = list(CheckState)
    values = {number: str(state.label) for number, state in enumerate(states, start=1)}
    numbers = {state.value: str(number) for number, state in enumerate(states, start=1)}
    state = Column(parts, words, Sort.CODE, values=values)
    yield Variable(state, Spot(key, STATE), lambda answer: numbers[answer["value"]])
    said = Column((*parts, "text"), f"{_('explanation')}: {words}", Sort.TEXT)
    yield Variable(said, Spot(key, SAID), written)


def written(answer: dict) -> str:
    return str(answer["value"])
