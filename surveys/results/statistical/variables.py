"""From places to columns: one for a figure, one for each choice of several, one for each rank."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from surveys.enums import AnswerStatus
from surveys.results.places import Place, Spot
from surveys.results.sent_cases import Case

from .columns import FAR_MISSING, MISSING, Column, Sort

Answer = Mapping[str, Any]
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,5})")


@dataclass(frozen=True)
class Variable:
    """A column, the place that it is filled from, and how a given answer is written in it."""

    column: Column
    spot: Spot
    write: Callable[[Answer], str]

    def of(self, case: Case) -> str:
        """Return the case's text in this column: nothing where it has no answer here."""
        answer = case.get(self.spot)
        if answer is None:
            return ""
        if answer["status"] != AnswerStatus.GIVEN:
            return str(self.column.missing.get(answer["status"], ""))
        return self.write(answer)


def variables_of(place: Place, language: str) -> Iterator[Variable]:
    yield from BUILDERS[place.spot.family](place, language)


def numbers_of(place: Place) -> dict[str, int]:
    """Return the figure of each choice: its code where all are whole numbers, else its place."""
    codes = [choice.code for choice in place.choices]
    whole = all(WHOLE.fullmatch(code) for code in codes)
    if whole and not {int(code) for code in codes} & set(MISSING.values()):
        return {code: int(code) for code in codes}
    return {code: number for number, code in enumerate(codes, start=1)}


def _column(place: Place, language: str, sort: Sort, *more: str, label: str = "", **rest) -> Column:
    version = (f"v{place.version}",) if place.version else ()
    parts = (*(part for part in place.spot.key if part), *more, *version)
    words = [*(text.within(language) for text in place.label), *([label] if label else [])]
    if sort != Sort.TEXT:
        rest.setdefault("missing", MISSING)
        rest["values"] = {**rest.get("values", {}), **_why_missing(place, language, rest["missing"])}
    return Column(parts, ": ".join(words), sort, **rest)


def _why_missing(place: Place, language: str, missing: Mapping[str, int]) -> dict[int, str]:
    words = {code: str(AnswerStatus(status).label) for status, code in missing.items()}
    if way_out := place.slot.opt_out:
        words[missing[way_out.status]] = way_out.label.within(language)
    return words


def _code(place: Place, language: str) -> Iterator[Variable]:
    numbers = numbers_of(place)
    values = {numbers[choice.code]: choice.label.within(language) for choice in place.choices}
    measure = "nominal" if place.slot.kind == "single" else "ordinal"
    column = _column(place, language, Sort.CODE, values=values, measure=measure)
    yield Variable(column, place.spot, lambda answer: str(numbers[str(answer["value"])]))


def _several(place: Place, language: str) -> Iterator[Variable]:
    for choice in place.choices:
        values = {0: _("no"), 1: _("yes")}
        label = choice.label.within(language)
        column = _column(place, language, Sort.CODE, choice.code, label=label, values=values)
        yield Variable(column, place.spot, lambda answer, code=choice.code: str(int(code in answer["value"])))


def _ranking(place: Place, language: str) -> Iterator[Variable]:
    numbers = numbers_of(place)
    values = {numbers[choice.code]: choice.label.within(language) for choice in place.choices}
    for number in range(max(place.slot.places, 1)):
        label = _("place %(number)s") % {"number": number + 1}
        column = _column(place, language, Sort.CODE, str(number + 1), label=label, values=values)

        def write(answer: Answer, number: int = number) -> str:
            ranked = answer["value"]
            return str(numbers[ranked[number]]) if number < len(ranked) else ""

        yield Variable(column, place.spot, write)


def _figure(place: Place, language: str) -> Iterator[Variable]:
    kind, least = place.slot.kind, place.slot.minimum
    is_below = float(least) < 0 if least is not None else kind == "money"
    missing, decimals = FAR_MISSING if is_below else MISSING, 0 if kind == "number" else 2
    column = _column(place, language, Sort.FIGURE, missing=missing, measure="scale", decimals=decimals)
    yield Variable(column, place.spot, lambda answer: str(answer["value"]))


def _day(place: Place, language: str) -> Iterator[Variable]:
    column = _column(place, language, Sort.DAY, measure="scale")
    yield Variable(column, place.spot, lambda answer: answer["value"])


def _text(place: Place, language: str) -> Iterator[Variable]:
    more = ("text",) if place.slot.says else ()
    yield Variable(_column(place, language, Sort.TEXT, *more), place.spot, lambda answer: answer["value"])
    if place.slot.vocabulary:
        column = _column(place, language, Sort.TEXT, "skill", label=_("skill"))
        yield Variable(column, place.spot, lambda answer: answer.get("skill", ""))
    if place.slot.opt_out:
        yield from _way_out(place, language)


def _way_out(place: Place, language: str) -> Iterator[Variable]:
    """Say in a column of its own why there are no words, or no grid at all."""
    column = _column(place, language, Sort.CODE, "status", label=_("without an answer"))
    yield Variable(column, place.spot, lambda answer: "")


BUILDERS = {
    "code": _code,
    "multiple": _several,
    "ranking": _ranking,
    "figure": _figure,
    "date": _day,
    "text": _text,
    "opt_out": _way_out,
}
