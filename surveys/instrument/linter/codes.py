"""Codes used twice, codes that cannot be stored, and codes that lead nowhere."""

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from surveys.instrument.definition import Definition
from surveys.instrument.piping import OF_THE_EDITION

CODE = re.compile(r"[A-Za-z0-9_-]{1,60}")


def repeated(definition: Definition) -> Iterator[str]:
    variables = Counter(q.variable for _section, page in definition.pages() for q in page.questions)
    for variable in (variable for variable, times in variables.items() if times > 1):
        yield _("The variable “%(code)s” is asked twice. Give one of the two questions another code.") % {
            "code": variable
        }
    for codes in (
        [section.code for section in definition.sections],
        *([page.code for page in section.pages] for section in definition.sections),
        [check.code for check in definition.checks],
    ):
        for code in (code for code, times in Counter(codes).items() if times > 1):
            yield _("The code “%(code)s” is used twice. Give one of the two another.") % {"code": code}


def unusable(definition: Definition) -> Iterator[str]:
    for code in dict.fromkeys(_codes_in(definition)):
        if not CODE.fullmatch(code):
            yield _(
                "The code “%(code)s” must be of letters without accents, figures, hyphens or underscores, "
                "60 at most."
            ) % {"code": code[:80]}
    for check in (check for check in definition.checks if "--" in check.code):
        yield _("“%(place)s” has a code with two hyphens in a row.") % {"place": check.code}
    for code in definition.questions:
        if code in OF_THE_EDITION:
            yield _("“%(code)s” stands for something else in texts; give the variable another code.") % {
                "code": code
            }


def _codes_in(definition: Definition) -> Iterator[str]:
    for section, page in definition.pages():
        yield section.code
        yield page.code
    for check in definition.checks:
        yield check.code
    for question in definition.questions.values():
        yield question.variable
        for item in (*question.choices, *question.rows, *question.columns):
            yield item.code
        for column in question.columns:
            yield from (choice.code for choice in column.choices)


def unknown_essentials(definition: Definition) -> Iterator[str]:
    sections = {section.code for section in definition.sections}
    for code in (code for code in definition.essential if code not in sections):
        yield _("“%(code)s” is called essential, and there is no such section.") % {"code": code}
