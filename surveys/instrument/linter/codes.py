"""Codes used twice."""

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
