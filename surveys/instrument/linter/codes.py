"""Codes used twice, and codes that lead nowhere."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from surveys.instrument.definition import Definition


def repeated(definition: Definition) -> Iterator[str]:
    variables = Counter(q.variable for _section, page in definition.pages() for q in page.questions)
    for variable in (variable for variable, times in variables.items() if times > 1):
        yield _("The variable “%(code)s” is asked twice.") % {"code": variable}
    for codes in (
        [section.code for section in definition.sections],
        *([page.code for page in section.pages] for section in definition.sections),
        [check.code for check in definition.checks],
    ):
        for code in (code for code, times in Counter(codes).items() if times > 1):
            yield _("The code “%(code)s” is used twice.") % {"code": code}


def unknown_essentials(definition: Definition) -> Iterator[str]:
    sections = {section.code for section in definition.sections}
    for code in (code for code in definition.essential if code not in sections):
        yield _("“%(code)s” is called essential, and there is no such section.") % {"code": code}
