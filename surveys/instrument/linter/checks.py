"""Checks that cannot be worked out."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from surveys.instrument.checks import variables_of
from surveys.instrument.definition import Definition

COMPARISONS = {"left", "at_most"}


def bad_checks(definition: Definition) -> Iterator[str]:
    sections = {section.code for section in definition.sections}
    for check in definition.checks:
        place = {"place": check.code}
        if check.severity not in ("hard", "soft") or check.section not in sections:
            yield _("The check “%(place)s” has no such section or severity.") % place
        if not COMPARISONS <= check.rule.keys() <= COMPARISONS | {"each_row"}:
            yield _("The check “%(place)s” must compare a left side with its limit.") % place
        for variable in set(variables_of(check.rule)) - definition.questions.keys():
            yield _("The check “%(place)s” asks for “%(code)s”, which does not exist.") % {
                "place": check.code,
                "code": variable,
            }
