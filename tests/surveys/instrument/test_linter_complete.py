"""Every sentence of the linter is said of a definition that breaks its rule, and not of one that keeps it.

The sentences are read from the linter's own source: a new rule fails here until it has its pair.
"""

import ast
import copy
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from surveys.instrument import linter
from surveys.instrument.linter import problems_in
from surveys.instrument.parser import parse_definition
from tests.factories.surveys import TINY, ask, choices, page, words

FOLDER = Path(linter.__file__).parent
# What sentences are put together of: places, and languages.
PARTS = {
    "in Spanish",
    "in English",
    "The condition of “%(code)s”",
    "The check “%(place)s”",
    "The page “%(place)s”",
    "The row total of “%(code)s”",
}


def sentences() -> Iterator[tuple[str, str]]:
    """Yield every message of the linter with the module that says it."""
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "gettext_lazy"):
                yield path.stem, ast.literal_eval(node.args[0])


RULES = sorted({(module, sentence) for module, sentence in sentences() if sentence not in PARTS})


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


# The module, words of its sentence that no other has, what breaks the rule, what keeps it.
PAIRS = [
    ("bounds", "which nothing is", asked(number(min=9, max=1)), asked(number(min=1, max=9))),
    (
        "bounds",
        "is a percentage",
        asked(ask("p", "percentage", max=101)),
        asked(ask("p", "percentage", max=100)),
    ),
    ("bounds", "exclude all others", asked(many(choices=NONE)), asked(many(choices=NONE_LAST))),
    ("bounds", "not a date", asked(ask("d", "date", min="31/12")), asked(ask("d", "date", min="2026-12-31"))),
    ("bounds", "not a number", asked(number(max="nine")), asked(number(max=9))),
    (
        "bounds",
        "has the choice",
        asked(grid(cols=[col("x", "single", choices=choices("a", "a"))])),
        asked(grid(cols=[col("x", "single", choices=choices("a", "b"))])),
    ),
    (
        "checks",
        "which does not exist",
        checked({**EACH_G, "each_row": "h", "at_most": 1}),
        checked({**EACH_G, "at_most": 1}),
    ),
    ("checks", "can never hold", checked({"left": N, "at_least": 10}), checked({"left": N, "at_least": 9})),
    (
        "checks",
        "no such section or severity",
        checked({"left": N, "at_most": 3}, severity="sharp"),
        checked({"left": N, "at_most": 3}, severity="soft"),
    ),
    ("checks", "must compare a left side", checked({"left": N}), checked({"left": N, "at_most": 3})),
    (
        "checks",
        "which has none",
        checked({"each_row": "n", "left": N, "at_most": 1}),
        checked({**EACH_G, "at_most": N}),
    ),
    (
        "checks",
        "reads the same row",
        checked({**EACH_G, "at_most": {"variable": "h", "col": "x"}}, grid(), grid("h", "r")),
        checked({**EACH_G, "at_most": {"variable": "h", "col": "x"}}, grid(), grid("h", "rst")),
    ),
    ("checks", "No answer meets", asked(number(), checks=both(3, 4)), asked(number(), checks=both(3, 3))),
    ("codes", "is asked twice", asked(number(), number()), asked(number(), number("m"))),
    (
        "codes",
        "two hyphens",
        asked(number(), checks=[LIMITED[0] | {"code": "a--b"}]),
        asked(number(), checks=[LIMITED[0] | {"code": "a-b"}]),
    ),
    ("codes", "called essential", asked(number(), essential=["t"]), asked(number(), essential=["s"])),
    (
        "codes",
        "is used twice",
        asked(page("p", number()), page("p", one())),
        asked(page("p", number()), page("q", one())),
    ),
    ("codes", "letters without accents", asked(number("año")), asked(number("year"))),
    ("codes", "stands for something else", asked(number("org")), asked(number("organ"))),
    (
        "conditions",
        "which comes later",
        asked(ask("t", "text", show_if={**N, "answered": False}), number()),
        shown_if({**N, "answered": False}),
    ),
    ("conditions", "no choice of", shown_if({**ONE, "is": "c"}), shown_if({**ONE, "is": "b"})),
    ("conditions", "can never be", shown_if({**N, "is": 10}), shown_if({**N, "is": 9})),
    (
        "counts",
        "no choice of",
        shown_if({"left": {"count": {"variable": "many", "among": ["z"]}}, "at_least": 1}, many()),
        shown_if({"left": {"count": {"variable": "many", "among": ["a"]}}, "at_least": 1}, many()),
    ),
    (
        "counts",
        "means nothing of it",
        shown_if({"left": COUNT, "at_least": 1}, many(choices=NONE_LAST)),
        shown_if({"left": COUNT, "at_least": 1}, many()),
    ),
    (
        "placeholders",
        "cannot quote answers",
        asked(number(), title=words("{org}")),
        asked(number(), title=words("Of the year")),
    ),
    ("placeholders", "which does not exist", told("{m|x}"), told("{n|x}")),
    ("placeholders", "a brace that quotes nothing", told("{n|x"), told("{n|x}")),
    ("placeholders", "which no earlier page asks", told("{later|x}"), told("{n|x}")),
    ("placeholders", "write what to say", told("{n}"), told("{n|x}")),
    (
        "placeholders",
        "it can quote",
        checked({"left": N, "at_most": 3}, message="{row}"),
        checked({"left": N, "at_most": 3}, message="{left}"),
    ),
    (
        "places",
        "a cell that",
        checked({"left": {"variable": "g"}, "at_most": 1}),
        checked({"left": N, "at_most": 1}),
    ),
    (
        "places",
        "which is not a number",
        checked({"left": ONE, "at_most": 1}),
        checked({"left": N, "at_most": 1}),
    ),
    (
        "places",
        "for a date",
        shown_if({"left": {"date_of": N}, "at_least": {"date": "2026-01-01"}}),
        shown_if(
            {"left": {"date_of": {"variable": "d"}}, "at_least": {"date": "2026-01-01"}}, ask("d", "date")
        ),
    ),
    (
        "places",
        "neither choices nor rows",
        shown_if({**N, "count_at_least": 1}),
        shown_if({"variable": "g", "count_at_least": 1}),
    ),
    (
        "places",
        "no order of preference",
        shown_if({"left": {"rank": {"variable": "one", "choice": "a"}}, "equals": 1}),
        shown_if(
            {"left": {"rank": {"variable": "r", "choice": "a"}}, "equals": 1},
            ask("r", "ranking", choices=choices("a", "b")),
        ),
    ),
    (
        "places",
        "with given words",
        shown_if({"variable": "t", "is": "x"}, ask("t", "text")),
        shown_if({"variable": "t", "answered": True}, ask("t", "text")),
    ),
    (
        "places",
        "no row or column",
        checked({**EACH_G, "at_most": {"col": "z"}}),
        checked({**EACH_G, "at_most": {"col": "y"}}),
    ),
    (
        "places",
        "which does not exist",
        shown_if({"variable": "m", "answered": True}),
        shown_if({**N, "answered": True}),
    ),
    (
        "reach",
        "Nobody can begin",
        asked(number(show_if={"left": {"previous": N}, "at_least": 1})),
        asked(number()),
    ),
    (
        "reach",
        "to the section",
        in_two_sections(HIDDEN),
        in_two_sections({**ONE, "is": "a"}),
    ),
    (
        "reach",
        "to the question",
        asked(one(), page("p", number(), ask("t", "text", show_if=HIDDEN))),
        asked(one(), page("p", number(), ask("t", "text", show_if={**ONE, "is": "a"}))),
    ),
    ("reach", "asks nothing", asked(number(), page("empty")), asked(number(), page("full", one()))),
    (
        "reach",
        "to the page",
        shown_if(HIDDEN, one()),
        shown_if({"all": [{**ONE, "is": "a"}, {"not": {**ONE, "is": "b"}}]}, one()),
    ),
    ("recaps", "no answer changes", recap(3), recap(N)),
    ("recaps", "which no earlier page asks", recap(N, before=False), recap(N)),
    ("recaps", "plays none back", recap(None, confirms=True), recap(N, confirms=True)),
    ("rows", "no rows of its own", asked(grid(), one(rows_if=BY_G)), asked(grid(), grid("h", rows_if=BY_G))),
    (
        "rows",
        "is no grid",
        asked(number("g"), grid("h", rows_if=BY_G)),
        asked(grid(), grid("h", rows_if=BY_G)),
    ),
    (
        "rows",
        "which no earlier page asks",
        asked(grid("h", rows_if=BY_G), grid()),
        asked(grid(), grid("h", rows_if=BY_G)),
    ),
    (
        "rows",
        "no figures",
        asked(grid(), grid("h", rows_if={**BY_G, "cols": ["z"]})),
        asked(grid(), grid("h", rows_if=BY_G)),
    ),
    (
        "rows",
        "would never ask its row",
        asked(grid(), grid("h", "rst", rows_if=BY_G)),
        asked(grid(), grid("h", "r", rows_if=BY_G)),
    ),
    ("shapes", "” is of an unknown kind", asked(ask("e", "essay")), asked(ask("e", "long_text"))),
    ("shapes", "has no choices", asked(one(choices=[])), asked(one())),
    (
        "shapes",
        "can be left out only",
        asked(number(opt_out={"status": "refused", "label": words("No")})),
        asked(number(opt_out={"status": "not_known", "label": words("No")})),
    ),
    ("shapes", "uses a code twice", asked(grid(rows="rr")), asked(grid(rows="rs"))),
    ("shapes", "two hyphens", asked(one(choices=choices("a--b"))), asked(one(choices=choices("a-b")))),
    (
        "shapes",
        "leave out its rows",
        asked(listed(rows=[{"code": "r", "label": words("R")}])),
        asked(listed()),
    ),
    (
        "shapes",
        "first column names the row",
        asked(ask("l", "list", columns=[col("x")])),
        asked(listed(col("x"))),
    ),
    (
        "shapes",
        "cannot be added up",
        asked(listed(col("x"), col("y"), row_total=TOTAL)),
        asked(grid(row_total=TOTAL)),
    ),
    (
        "shapes",
        "can ask for words",
        asked(ask("r", "ranking", choices=[{"code": "a", "label": words("A"), "say": words("Which?")}])),
        asked(one(choices=[{"code": "a", "label": words("A"), "say": words("Which?")}])),
    ),
    (
        "shapes",
        "with the choice “opt-out”",
        asked(one(choices=[{"code": "opt-out", "label": words("A"), "say": words("Which?")}])),
        asked(one(choices=[{"code": "opt", "label": words("A"), "say": words("Which?")}])),
    ),
    (
        "shapes",
        "asks for the first",
        asked(ask("r", "ranking", choices=choices("a", "b"), ranks=3)),
        asked(ask("r", "ranking", choices=choices("a", "b"), ranks=2)),
    ),
    (
        "shapes",
        "can exclude the others",
        asked(ask("r", "ranking", choices=NONE_LAST)),
        asked(many(choices=NONE_LAST)),
    ),
    ("shapes", "needs rows and columns", asked(ask("g", "grid", rows=[], columns=[])), asked(grid())),
    (
        "shapes",
        "column of an unknown kind",
        asked(grid(cols=[col("x", "date")])),
        asked(grid(cols=[col("x")])),
    ),
    ("shapes", "column without choices", asked(grid(cols=[col("x", "single")])), asked(grid(cols=[SCALE]))),
    (
        "shapes",
        "steps are no figures",
        asked(grid(cols=[SCALE | {"choices": choices("low", "high")}])),
        asked(grid(cols=[SCALE])),
    ),
    (
        "shapes",
        "which only an order",
        asked(number(ranks=2)),
        asked(ask("r", "ranking", choices=choices("a", "b"), ranks=2)),
    ),
    ("texts", "The questionnaire is not in", asked(number(), languages=["es"]), asked(number())),
    ("texts", "has no text.", asked(number(label={})), asked(number())),
    ("texts", "write it", asked(number(label={"es": "Solo"})), asked(number())),
    (
        "units",
        "needs two columns",
        asked(grid(row_total={**TOTAL, "cols": ["x"]})),
        asked(grid(row_total=TOTAL)),
    ),
    (
        "units",
        "different kinds of figures",
        checked({"left": N, "at_most": {"variable": "m"}}, number(), ask("m", "money", min=0, max=9)),
        checked({"left": N, "at_most": {"variable": "m"}}, number(), number("m")),
    ),
    (
        "units",
        "compares different units",
        checked({"left": N, "at_most": {"variable": "m"}}, number(**EUROS), number("m", **PEOPLE)),
        checked({"left": N, "at_most": {"variable": "m"}}, number(**PEOPLE), number("m", **PEOPLE)),
    ),
    ("units", "adds up different units", summed(**EUROS), summed(**PEOPLE)),
]
IDS = [f"{module}: {said}" for module, said, _broken, _sound in PAIRS]


def problems(definition) -> list[str]:
    with translation.override("en"):
        return problems_in(parse_definition(definition))


def sentence_of(module: str, said: str) -> str:
    (sentence,) = [text for held, text in RULES if held == module and said in text]
    return sentence


def test_every_sentence_of_the_linter_has_its_pair():
    assert sorted((module, sentence_of(module, said)) for module, said, *_pair in PAIRS) == RULES


@pytest.mark.parametrize(("module", "said", "broken", "sound"), PAIRS, ids=IDS)
def test_rule_is_said_where_it_is_broken(module, said, broken, sound):
    words_of_it = re.split(r"%\(\w+\)s", sentence_of(module, said))
    pattern = re.compile(".+".join(re.escape(part) for part in words_of_it))

    assert [problem for problem in problems(broken) if pattern.fullmatch(problem)]


@pytest.mark.parametrize("sound", [sound for *_rule, sound in PAIRS], ids=IDS)
def test_what_keeps_the_rule_is_sound(sound):
    assert problems(sound) == []
