import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.instrument.cells import BLANK, Cell, Key
from surveys.instrument.parser import parse_definition
from surveys.instrument.routing import find_path, variables_on
from surveys.instrument.shipped import read_shipped
from tests.factories.surveys import TINY, ask, choices, page, words

TINY_DEFINITION = parse_definition(TINY)
SHIPPED = parse_definition(read_shipped())
PEOPLE, YES, NO = {Key("people"): Cell(Decimal(3))}, {Key("hired"): Cell("yes")}, {Key("hired"): Cell("no")}


def pages(path):
    return [step.page.code for step in path.steps]


def test_path_leaves_out_pages_whose_condition_does_not_hold():
    assert pages(find_path(TINY_DEFINITION, {})) == ["size", "hiring", "roles", "abilities", "notes"]
    assert pages(find_path(TINY_DEFINITION, YES)) == [
        "size",
        "hiring",
        "reasons",
        "roles",
        "abilities",
        "notes",
    ]


def test_path_ignores_answers_that_are_off_the_path_themselves():
    chained = parse_definition(
        {
            **TINY,
            "checks": [],
            "sections": [
                {
                    "code": "one",
                    "title": words("One"),
                    "pages": [
                        page("a", ask("a", "single", choices=choices("yes", "no"))),
                        page(
                            "b",
                            ask("b", "single", choices=choices("yes", "no")),
                            show_if={"variable": "a", "is": "yes"},
                        ),
                        page("c", ask("c", "text"), show_if={"variable": "b", "is": "yes"}),
                    ],
                }
            ],
        }
    )
    left_over = {Key("a"): Cell("no"), Key("b"): Cell("yes"), Key("c"): Cell("words")}

    path = find_path(chained, left_over)

    assert pages(path) == ["a"]
    assert dict(path.cells) == {Key("a"): Cell("no")}


def test_question_condition_hides_one_question_of_a_page():
    definition = parse_definition(
        {
            **TINY,
            "checks": [],
            "sections": [
                {
                    "code": "one",
                    "title": words("One"),
                    "pages": [
                        page(
                            "a",
                            ask("a", "single", choices=choices("yes", "no")),
                            ask("b", "text", show_if={"variable": "a", "is": "yes"}),
                        )
                    ],
                }
            ],
        }
    )

    assert variables_on(find_path(definition, {Key("a"): Cell("no")})) == {"a"}
    assert variables_on(find_path(definition, {Key("a"): Cell("yes")})) == {"a", "b"}


@pytest.mark.parametrize(
    ("cells", "company", "staff", "missing"),
    [
        ({}, "not_started", "not_started", ["people", "hired"]),
        (PEOPLE, "partial", "not_started", ["hired"]),
        (PEOPLE | YES, "partial", "not_started", ["reasons"]),
        (PEOPLE | NO, "completed", "not_started", []),
        (PEOPLE | NO | {Key("notes"): Cell("x")}, "completed", "completed", []),
        ({Key("people"): Cell(status="not_known")} | NO, "completed", "not_started", []),
        ({Key("people"): BLANK} | NO, "partial", "not_started", ["people"]),
        (PEOPLE | NO | {Key("roles"): Cell(status="not_applicable")}, "completed", "completed", []),
    ],
)
def test_progress_and_missing(cells, company, staff, missing):
    path = find_path(TINY_DEFINITION, cells)

    assert (path.progress("company"), path.progress("staff")) == (company, staff)
    assert [question.variable for _step, question in path.missing()] == missing


def test_next_and_previous_page_stay_within_the_section():
    path = find_path(TINY_DEFINITION, NO)
    size, hiring = path.within("company")

    assert path.next_after(size) == hiring
    assert path.next_after(hiring) is None
    assert path.before(size) is None
    assert path.before(hiring) == size


@pytest.mark.parametrize(
    ("recruited", "trained", "vacancies", "profiles"),
    list(itertools.product([None, "yes", "no"], [None, "yes", "no"], [None, "yes", "no"], [None, 0, 4])),
    ids=str,
)
def test_shipped_questionnaire_every_path(recruited, trained, vacancies, profiles):
    answers = {
        "recruited": recruited,
        "trained": trained,
        "vacancies-now": vacancies,
    }
    cells = {Key(variable): Cell(value) for variable, value in answers.items() if value}
    if profiles is not None:
        cells[Key("profiles", "qa", "now")] = Cell(Decimal(profiles))
    left_out = set()
    if recruited != "yes":
        left_out |= {"hard-to-fill-reasons", "weeks-to-fill"}
    if recruited != "no":
        left_out |= {"not-recruited-why"}
    if not profiles:
        left_out |= {"profile-details", "vacancies"}
    if vacancies != "yes":
        left_out |= {"vacancies"}
    if trained != "yes":
        left_out |= {"trained-people", "training-channels"}

    assert variables_on(find_path(SHIPPED, cells)) == SHIPPED.questions.keys() - left_out


values = {
    "people": st.integers(0, 1000).map(lambda n: Cell(Decimal(n))),
    "hired": st.sampled_from(["yes", "no"]).map(Cell),
    "reasons": st.sampled_from([("pay",), ("none",), ("pay", "place")]).map(Cell),
    "notes": st.text(max_size=5).map(lambda text: Cell(text) if text else BLANK),
}
some_cells = st.fixed_dictionaries({}, optional={Key(name): value for name, value in values.items()})


@given(some_cells)
def test_path_is_stable_and_holds_only_its_own_answers(cells):
    path = find_path(TINY_DEFINITION, cells)

    assert path.cells.keys() <= cells.keys()
    assert {key.variable for key in path.cells} <= variables_on(path)
    assert find_path(TINY_DEFINITION, path.cells).steps == path.steps
