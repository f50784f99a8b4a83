"""Conditions that read what does not exist, or what is asked later."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from surveys.instrument.conditions import Condition
from surveys.instrument.definition import Definition


def bad_conditions(definition: Definition) -> Iterator[str]:
    """A condition may read only what was asked before it; so no page waits for a later one."""
    asked: set[str] = set()
    for _section, page in definition.pages():
        yield from _check_condition(definition, page.show_if, page.code, asked)
        for question in page.questions:
            yield from _check_condition(definition, question.show_if, question.variable, asked)
            asked.add(question.variable)


def _check_condition(
    definition: Definition, condition: Condition | None, place: str, asked: set[str]
) -> Iterator[str]:
    for read in condition.reads() if condition else ():
        words = {"place": place, "code": read.key.variable}
        if read.key.variable not in definition.questions:
            yield _("The condition of “%(place)s” asks for “%(code)s”, which does not exist.") % words
        elif not read.whole and read.key not in definition.slots:
            yield _("The condition of “%(place)s” asks for a cell that “%(code)s” does not have.") % words
        elif not read.before and read.key.variable not in asked:
            yield _("The condition of “%(place)s” asks for “%(code)s”, which comes later.") % words
