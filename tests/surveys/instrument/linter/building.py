"""Small questionnaires with one thing changed, and what the linter says of them."""

import copy

from django.utils import translation

from surveys.instrument.linter import problems_in
from surveys.instrument.parser import parse_definition
from tests.factories.surveys import TINY, ask, choices, page, words

PEOPLE, GHOST = {"variable": "people"}, {"variable": "ghost"}


def problems(definition):
    with translation.override("en"):
        return problems_in(parse_definition(definition))


def with_check(rule, message=None, severity="hard"):
    definition = copy.deepcopy(TINY)
    check = {"code": "c", "section": "staff", "severity": severity, "rule": rule}
    definition["checks"] = [{**check, "message": message or words("No.")}]
    return definition


def with_pages(*pages, checks=()):
    section = {"code": "s", "title": words("S"), "pages": list(pages)}
    return {**TINY, "sections": [section], "checks": list(checks)}


N = page("n", ask("n", "number", min=0, max=10))
MANY = page("m", ask("m", "multiple", choices=choices("x", "y", "none")))


def last(condition, *before):
    return with_pages(*before, page("z", ask("z", "text"), show_if=condition))
