"""Figures played back that cannot be worked out, and confirmations of none."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from surveys.instrument.definition import Definition, Page

from .places import unknown_places


def bad_recaps(definition: Definition) -> Iterator[str]:
    asked: set[str] = set()
    for section, page in definition.pages():
        yield from _bad_figures(definition, page, f"{section.code}/{page.code}", asked)
        for question in page.questions:
            if question.confirms and not page.recap:
                yield _("“%(place)s” confirms figures, and its page plays none back.") % {
                    "place": question.variable
                }
        asked |= {question.variable for question in page.questions}


def _bad_figures(definition: Definition, page: Page, name: str, asked: set[str]) -> Iterator[str]:
    place = _("The page “%(place)s”") % {"place": name}
    for part in page.recap:
        reads = list(part.value.reads())
        yield from unknown_places(definition, reads, place)
        if not reads:
            yield _("%(place)s plays back a figure that no answer changes.") % {"place": place}
        later = {read.key.variable for read in reads if not read.before} - asked
        for variable in sorted(later & definition.questions.keys()):
            yield _("%(place)s plays back “%(code)s”, which no earlier page asks.") % {
                "place": place,
                "code": variable,
            }
