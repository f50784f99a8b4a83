"""Checks that cannot be worked out."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from surveys.instrument.definition import Check, Definition
from surveys.instrument.rules import RuleError, parse_rule


def bad_checks(definition: Definition) -> Iterator[str]:
    sections = {section.code for section in definition.sections}
    for check in definition.checks:
        place = {"place": check.code}
        if check.severity not in ("hard", "soft") or check.section not in sections:
            yield _("The check “%(place)s” has no such section or severity.") % place
        yield from _unread(check)
        yield from _missing(check, definition)


def _unread(check: Check) -> Iterator[str]:
    if check.test:
        return
    try:
        parse_rule(check.rule)
    except RuleError as error:
        words = {"place": check.code, "reason": error}
        yield _("The check “%(place)s” must compare a left side with its limit: %(reason)s.") % words


def _missing(check: Check, definition: Definition) -> Iterator[str]:
    rule = check.test
    if rule is None:
        return
    names = {read.key.variable for read in rule.reads()} | ({rule.grid} if rule.grid else set())
    for variable in sorted(names - definition.questions.keys()):
        yield _("The check “%(place)s” asks for “%(code)s”, which does not exist.") % {
            "place": check.code,
            "code": variable,
        }
