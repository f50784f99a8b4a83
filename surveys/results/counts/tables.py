"""The answers of an edition counted, question by question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveys.enums import AnswerStatus
from surveys.models import Campaign

from .choices import choices_counted
from .figures import days_and_words, figures_counted
from .gathering import Said, said_to_each_question
from .table import Table, counted


@dataclass(frozen=True)
class Counted:
    """A question in its words, with its tables; without any, nobody said anything."""

    label: str
    tables: Sequence[Table]


def count_answers(campaign: Campaign, language: str) -> list[Counted]:
    """Count what the companies sent last, in words of a language."""
    return [
        Counted(asked[0][0].label[0].within(language), list(tables_of(asked, language)))
        for asked in said_to_each_question(campaign)
    ]


def tables_of(asked: Said, language: str) -> Iterator[Table]:
    if not any(tally.given or tally.without for _place, tally in asked):
        return
    yield from figures_counted(asked, language)
    yield from choices_counted(asked, language)
    yield from days_and_words(asked, language)
    if reasons := list(reasons_in(asked, language)):
        yield Table([_("Without an answer"), _("Answers")], reasons)


def reasons_in(asked: Said, language: str) -> Iterator[list[str]]:
    for place, tally in asked:
        for status, number in sorted(tally.without.items()):
            way_out = place.slot.opt_out
            said = way_out and way_out.status == status
            words = way_out.label.within(language) if said else str(AnswerStatus(status).label)
            yield [": ".join([*(text.within(language) for text in place.label[1:]), words]), counted(number)]
