"""Small questionnaires and answers to them, drawn at random, for the properties that hold for all."""

from decimal import Decimal

from hypothesis import strategies as st

from surveys.instrument.cells import BLANK, Cell, Key
from tests.factories.surveys import ask, choices, page, words

CODES = ("a", "b", "c")
OPERATORS = ("less_than", "at_most", "equals", "at_least", "more_than")
MOST = 4
LEFT_OUT = {"status": "not_known", "label": words("We do not know")}


def question(variable: str, kind: str, **rest) -> dict:
    if kind in ("single", "multiple"):
        rest["choices"] = choices(*CODES, *(["none"] if kind == "multiple" else []))
    if kind == "number":
        rest |= {"min": 0, "max": MOST}
    if kind == "grid":
        rest["rows"] = [{"code": row, "label": words(row)} for row in ("r", "s")]
        rest["columns"] = [
            {"code": col, "label": words(col), "kind": "number", "min": 0, "max": MOST} for col in ("x", "y")
        ]
    return ask(variable, kind, **rest)


@st.composite
def questionnaires(draw, kinds=("single", "multiple", "number", "grid"), looks_back=True):
    """Up to ten questions on up to five pages in two sections, most of them under a condition."""
    earlier: list[dict] = []
    pages: list[dict] = []
    for number in range(draw(st.integers(1, 5))):
        page_if = perhaps(draw, earlier, looks_back)
        asked = []
        for _ in range(draw(st.integers(1, 2))):
            question_if = perhaps(draw, earlier, looks_back)
            rest = {"show_if": question_if} if question_if else {}
            if draw(st.booleans()):
                rest["opt_out"] = LEFT_OUT
            kind = draw(st.sampled_from(kinds))
            tables = [other["variable"] for other in earlier if other["kind"] == "grid"]
            if kind == "grid" and tables and draw(st.booleans()):
                cols = draw(st.sampled_from((["x"], ["x", "y"])))
                rest["rows_if"] = {"variable": draw(st.sampled_from(tables)), "cols": cols}
            asked.append(question(f"v{len(earlier)}", kind, **rest))
            earlier.append(asked[-1])
        pages.append(page(f"p{number}", *asked, **({"show_if": page_if} if page_if else {})))
    cut = draw(st.integers(1, len(pages)))
    parts = [part for part in (pages[:cut], pages[cut:]) if part]
    return {
        "code": "small",
        "title": words("Small"),
        "languages": ["es", "en"],
        "sections": [
            {"code": f"s{place}", "title": words("S"), "pages": part} for place, part in enumerate(parts)
        ],
        "checks": [],
    }


def perhaps(draw, earlier: list[dict], looks_back: bool) -> dict | None:
    """Draw a condition three times out of four, where there is something to read."""
    wanted = earlier and draw(st.integers(0, 3))
    return draw(conditions(tuple(earlier), looks_back)) if wanted else None


def conditions(earlier: tuple[dict, ...], looks_back: bool = True):
    leaves = st.sampled_from(earlier).flatmap(lambda asked: leaves_about(asked, earlier, looks_back))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(lambda members: {"all": members}, st.lists(inner, min_size=1, max_size=2)),
            st.builds(lambda members: {"any": members}, st.lists(inner, min_size=1, max_size=2)),
            st.builds(lambda member: {"not": member}, inner),
        ),
        max_leaves=4,
    )


def leaves_about(asked: dict, earlier: tuple[dict, ...], looks_back: bool):
    place = {"variable": asked["variable"]}
    if asked["kind"] == "grid":
        cell = {**place, "row": "r", "col": "x"}
        figures = [cell, {"sum": {**place, "col": "x"}}, {"count": place}, {"sum": {**place, "row": "s"}}]
        return st.one_of(
            st.builds(relation, st.sampled_from(figures), st.sampled_from(OPERATORS), st.integers(0, 6)),
            st.booleans().map(lambda yes: {**cell, "answered": yes}),
        )
    answered = st.booleans().map(lambda yes: {**place, "answered": yes})
    if asked["kind"] == "number":
        right = st.integers(0, MOST) | st.sampled_from(figures_of(earlier, looks_back))
        return st.one_of(
            answered,
            st.integers(0, MOST).map(lambda number: {**place, "is": number}),
            st.builds(relation, st.just(place), st.sampled_from(OPERATORS), right),
        )
    picks = st.lists(st.sampled_from(CODES), min_size=1, max_size=2).map(lambda codes: {**place, "in": codes})
    if asked["kind"] == "multiple":
        return answered | picks | st.integers(1, 3).map(lambda least: {**place, "count_at_least": least})
    return answered | picks


def figures_of(earlier: tuple[dict, ...], looks_back: bool) -> list:
    cells = [{"variable": asked["variable"]} for asked in earlier if asked["kind"] == "number"]
    made = [{"add": [cell, 1]} for cell in cells] + [{"divide": [4, cell]} for cell in cells]
    return [*cells, *made, *([{"previous": cell} for cell in cells] if looks_back else [])]


def relation(left, operator: str, right) -> dict:
    return {"left": left, operator: right}


def answers_to(definition: dict):
    """Draw answers to a small questionnaire, also to questions that are not shown."""
    figure = st.integers(0, MOST).map(lambda number: Cell(Decimal(number)))
    given = {}
    for section in definition["sections"]:
        for shown in section["pages"]:
            for asked in shown["questions"]:
                variable, kind = asked["variable"], asked["kind"]
                out = [st.just(Cell(status="not_known"))] if "opt_out" in asked else []
                if kind == "grid":
                    for row in ("r", "s"):
                        given |= {Key(variable, row, col): figure | st.just(BLANK) for col in ("x", "y")}
                elif kind == "number":
                    given[Key(variable)] = st.one_of(figure, st.just(BLANK), *out)
                elif kind == "single":
                    given[Key(variable)] = st.one_of(st.sampled_from(CODES).map(Cell), *out)
                else:
                    sets = st.sets(st.sampled_from(CODES), min_size=1).map(lambda codes: tuple(sorted(codes)))
                    given[Key(variable)] = st.one_of((sets | st.just(("none",))).map(Cell), *out)
    return st.fixed_dictionaries(given) | st.fixed_dictionaries({}, optional=given)
