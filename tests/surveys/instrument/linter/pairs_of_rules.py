"""Pairs for what rules say: bounds, checks, codes, conditions, quotes, and which pages open.

The module, words of its sentence that no other has, what breaks the rule, what keeps it.
"""

from tests.factories.surveys import ask, choices, page, words
from tests.surveys.instrument.linter.breaking import (
    COUNT,
    EACH_G,
    HIDDEN,
    LIMITED,
    NONE,
    NONE_LAST,
    ONE,
    N,
    asked,
    both,
    checked,
    col,
    grid,
    in_two_sections,
    many,
    number,
    one,
    shown_if,
    told,
)

EMPTY_SECTION = {"code": "s", "title": words("S"), "pages": []}

PAIRS_OF_RULES = [
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
    ("reach", "has no page", {**asked(one()), "sections": [EMPTY_SECTION]}, asked(one())),
    ("reach", "asks nothing", asked(number(), page("empty")), asked(number(), page("full", one()))),
    (
        "reach",
        "to the page",
        shown_if(HIDDEN, one()),
        shown_if({"all": [{**ONE, "is": "a"}, {"not": {**ONE, "is": "b"}}]}, one()),
    ),
]
