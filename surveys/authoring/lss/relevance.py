"""LimeSurvey's relevance equations, as far as they are plain comparisons joined by one word."""

import re
from collections.abc import Callable

OUTER = re.compile(r"^\((.*)\)$", re.S)
NAME = r"[A-Za-z][A-Za-z0-9_]*|\d+X\d+X\d+[A-Za-z0-9_]*"
COMPARISON = re.compile(
    rf"^\(*\s*({NAME})(?:\.NAOK|\.value)?\s*\)*\s*(==|eq|!=|ne|>=|ge|<=|le|>|gt|<|lt)\s*"
    r"\(*\s*(?:\"([^\"]*)\"|'([^']*)'|(-?\d+(?:\.\d+)?))\s*\)*$"
)
EMPTY = re.compile(rf"^(!?)\s*is_empty\(\s*({NAME})(?:\.NAOK)?\s*\)$")
JOINS = (("all", re.compile(r"\s+and\s+|\s*&&\s*", re.I)), ("any", re.compile(r"\s+or\s+|\s*\|\|\s*", re.I)))
RELATIONS = {">=": "at_least", "ge": "at_least", "<=": "at_most", "le": "at_most"}
STRICT = {">": "more_than", "gt": "more_than", "<": "less_than", "lt": "less_than"}
EQUAL = {"==", "eq"}


class Untranslatable(Exception):
    """The equation says something that cannot be taken over by itself."""


def condition_of(
    equation: str, variable_of: Callable[[str, str], tuple[str, str, bool] | None]
) -> dict | None:
    """Return the condition that an equation says; None for one that always holds.

    ``variable_of`` takes a name and the value it is compared with, and says which variable that is,
    which value it has here, and whether it is a figure. Raises ``Untranslatable``.
    """
    text = stripped(equation)
    if text in ("", "1"):
        return None
    found = [(joined, pattern) for joined, pattern in JOINS if pattern.search(text)]
    if len(found) > 1:
        raise Untranslatable
    if not found:
        return comparison(text, variable_of)
    joined, pattern = found[0]
    return {joined: [comparison(stripped(part), variable_of) for part in pattern.split(text)]}


def stripped(text: str) -> str:
    """Return the equation without braces and brackets that go all around it."""
    text = text.strip()
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1].strip()
    while (match := OUTER.match(text)) and is_closed(match[1]):
        text = match[1].strip()
    return text


def is_closed(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0


def comparison(text: str, variable_of: Callable) -> dict:
    if match := EMPTY.match(text):
        named = variable_of(match[2], "")
        if named is None:
            raise Untranslatable
        return {"variable": named[0], "answered": bool(match[1])}
    match = COMPARISON.match(text)
    if match is None:
        raise Untranslatable
    name, operator, value = match[1], match[2], next(part for part in match.groups()[2:] if part is not None)
    named = variable_of(name, value)
    if named is None:
        raise Untranslatable
    variable, value, is_figure = named
    if value == "" and operator in (*EQUAL, "!=", "ne"):
        return {"variable": variable, "answered": operator not in EQUAL}
    if is_figure:
        return figure(variable, operator, value)
    if operator in EQUAL:
        return {"variable": variable, "is": value}
    if operator in ("!=", "ne"):
        return {"not": {"variable": variable, "is": value}}
    raise Untranslatable


def figure(variable: str, operator: str, value: str) -> dict:
    try:
        number = int(value) if float(value).is_integer() else float(value)
    except ValueError as error:
        raise Untranslatable from error
    if operator in EQUAL:
        return {"variable": variable, "equals": number}
    relation = RELATIONS.get(operator) or STRICT.get(operator)
    if relation is None:
        return {"not": {"variable": variable, "equals": number}}
    return {"variable": variable, relation: number}
