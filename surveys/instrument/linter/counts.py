"""Counts that would take "none of these" for one thing, and places of what is no choice."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from surveys.instrument.definition import Definition
from surveys.instrument.expressions import Count, Rank

from .units import comparisons, walk


def bad_counts(definition: Definition) -> Iterator[str]:
    for place, sides in comparisons(definition):
        for count in (part for side in sides for part in walk(side) if isinstance(part, Count)):
            yield from _bad_count(definition, count, place)
        for rank in (part for side in sides for part in walk(side) if isinstance(part, Rank)):
            question = definition.questions.get(rank.key.variable)
            if question and rank.choice not in {choice.code for choice in question.choices}:
                yield _("%(place)s asks for “%(value)s”, which is no choice of “%(code)s”.") % {
                    "place": place,
                    "value": rank.choice,
                    "code": question.variable,
                }


def _bad_count(definition: Definition, count: Count, place: str) -> Iterator[str]:
    question = definition.questions.get(count.area.variable)
    if question is None or not question.choices:
        return
    words = {"place": place, "code": question.variable}
    for code in sorted(set(count.among) - {choice.code for choice in question.choices}):
        yield _("%(place)s asks for “%(value)s”, which is no choice of “%(code)s”.") % {
            **words,
            "value": code,
        }
    alone = [choice.code for choice in question.choices if choice.exclusive]
    if alone and not count.among:
        yield _(
            "%(place)s counts “%(code)s”, where “%(value)s” means nothing of it: list what counts in “among”."
        ) % {**words, "value": alone[0]}
