"""Questionnaires of one or two questions, to break one rule of the linter or to keep it."""

import copy

from tests.factories.surveys import TINY, ask, choices, page, words


def asked(*questions, checks=(), **rest):
    """A questionnaire that asks each question on a page of its own."""
    pages = [q if "questions" in q else page(f"p{place}", q) for place, q in enumerate(questions)]
    section = {"code": "s", "title": words("S"), "pages": pages}
    return {**copy.deepcopy(TINY), "sections": [section], "checks": list(checks), **rest}


def number(variable="n", **rest):
    return ask(variable, "number", **({"min": 0, "max": 9} | rest))


def one(variable="one", **rest):
    return ask(variable, "single", **({"choices": choices("a", "b")} | rest))


def many(variable="many", *codes, **rest):
    return ask(variable, "multiple", **({"choices": choices(*(codes or ("a", "b")))} | rest))


def col(code, kind="number", **rest):
    return {"code": code, "label": words(code), "kind": kind} | rest


def grid(variable="g", rows="rs", cols=None, **rest):
    columns = cols or [col("x", min=0, max=9), col("y", min=0, max=9)]
    return ask(variable, "grid", rows=[{"code": r, "label": words(r)} for r in rows], columns=columns, **rest)


def listed(*cols, **rest):
    return ask("l", "list", columns=[col("name", "text", required=True), *cols], **rest)


def check(rule, message="No.", **rest):
    return {"code": "c", "section": "s", "severity": "hard", "message": words(message), "rule": rule} | rest


def shown_if(condition, *before):
    return asked(*(before or (number(), one(), grid())), ask("last", "text", show_if=condition))


def checked(rule, *questions, **rest):
    return asked(*(questions or (number(), one(), grid())), checks=[check(rule, **rest)])


def told(text):
    return asked(number(), ask("t", "text", label=words(text)), number("later"))


def recap(value, *, confirms=False, before=True):
    parts = [{"label": words("Sum"), "value": value}] if value is not None else []
    last = page("totals", one("ok", confirms=confirms), recap=parts)
    return asked(number(), last) if before else asked(last, number())


N, ONE = {"variable": "n"}, {"variable": "one"}
SCALE = col("x", "scale", choices=choices("1", "2"))
BY_G = {"variable": "g", "cols": ["x"]}
EACH_G = {"each_row": "g", "left": {"col": "x"}}
NONE_LAST = [*choices("a"), {"code": "none", "label": words("None"), "exclusive": True}]
NONE = [NONE_LAST[1], NONE_LAST[0]]
EUROS, PEOPLE = {"unit": words("euros")}, {"unit": words("people")}
HIDDEN = {"all": [{**ONE, "is": "a"}, {**ONE, "is": "b"}]}
TOTAL = {"label": words("T"), "cols": ["x", "y"]}
COUNT = {"count": {"variable": "many"}}
LIMITED = [check({"left": N, "at_most": 3})]


def both(first, last):
    return [check({"left": N, "at_most": first}), check({"left": N, "at_least": last}, code="d")]


def in_two_sections(condition):
    """The second section has one page, shown under a condition."""
    last = page("z", ask("z", "text"), show_if=condition)
    found = asked(one())
    return {**found, "sections": [*found["sections"], {"code": "t", "title": words("T"), "pages": [last]}]}


def summed(**units):
    return checked(
        {"left": {"add": [N, {"variable": "m"}]}, "at_most": 9}, number(**units), number("m", **PEOPLE)
    )
