"""How long a company needs for its path: reading what it asks, and answering it."""

from collections.abc import Iterable
from dataclasses import dataclass

from .definition import Definition
from .questions import Question
from .routing import Path

WORDS_PER_MINUTE = 200
PER_PAGE = 4
# Seconds to think and type, without reading. Figures are looked up or estimated, which takes longest.
SECONDS = {
    "single": 4,
    "likert": 4,
    "multiple": 8,
    "ranking": 15,
    "number": 15,
    "money": 20,
    "percentage": 15,
    "date": 15,
    "text": 20,
    "long_text": 45,
    "scale": 4,
}
# Of a table, a company fills in the rows that concern it, fewer where the table is optional, and reads
# no more than the names of the others. Rows asked because of earlier answers concern it all.
ROWS_FILLED = {True: 0.5, False: 0.25}
ROUTED_ROWS_FILLED = {True: 1, False: 0.5}

# Above this many minutes nobody can tell one from the next.
EXACT, STEP = 10, 5


@dataclass(frozen=True)
class Estimate:
    """Minutes in round figures: for every question, and for those that have to be answered."""

    everything: int
    required: int


def estimate(definition: Definition, language: str) -> Estimate:
    """Say how long a questionnaire takes before anything is answered, whatever the path will be.

    Pages that exclude each other all count. Of the rows that depend on earlier answers half are taken.
    """
    questions = [[half_of(question) for question in page.questions] for _section, page in definition.pages()]
    everything = sum(PER_PAGE + sum(seconds_for(each, language) for each in asked) for asked in questions)
    needed = [[question for question in asked if question.required] for asked in questions]
    required = sum(PER_PAGE + sum(seconds_for(each, language) for each in asked) for asked in needed)
    return Estimate(rounded(everything / 60), rounded(required / 60))


def half_of(question: Question) -> Question:
    if not question.rows_if:
        return question
    return question.narrowed([row.code for row in question.rows[: (len(question.rows) + 1) // 2]])


def rounded(taken: float) -> int:
    return max(1, round(taken)) if taken < EXACT else STEP * round(taken / STEP)


def minutes(path: Path, language: str = "es", *, required_only: bool = False) -> float:
    """Estimate the minutes for all pages on a path, every question answered or the required ones."""
    seconds = 0.0
    for step in path.steps:
        asked = [question for question in step.questions if question.required or not required_only]
        seconds += PER_PAGE + sum(seconds_for(question, language) for question in asked)
    return seconds / 60


def seconds_for(question: Question, language: str) -> float:
    texts = [question.label, question.help, question.includes, question.excludes]
    texts += [item.label for item in (*question.choices, *question.rows, *question.columns)]
    texts += [column.help for column in question.columns]
    reading = words_in(text.within(language) for text in texts) * 60 / WORDS_PER_MINUTE
    if not question.is_grid:
        return reading + SECONDS[question.kind]
    cells = sum(SECONDS[column.kind] / 2 for column in question.columns)
    return reading + cells * len(question.rows) * _part_filled(question)


def _part_filled(question: Question) -> float:
    if question.is_list:
        return 1
    return (ROUTED_ROWS_FILLED if question.rows_if else ROWS_FILLED)[question.required]


def words_in(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)
