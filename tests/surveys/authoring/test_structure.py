import copy

import pytest
from django.utils.translation import override

from surveys.authoring.drafts.conditions import Leaf, condition_of, rows_of
from surveys.authoring.drafts.linting import WHOLE, problems_by_part
from surveys.authoring.drafts.parts import PartGone, places
from surveys.authoring.drafts.structure import (
    add_question,
    duplicate,
    empty_questionnaire,
    move,
    new_code,
    put_on_page,
    remove,
    renamed,
)
from tests.factories.surveys import TINY, ask, words


@pytest.fixture
def draft():
    return copy.deepcopy(TINY)


def order(draft) -> dict:
    return {
        f"{section['code']}/{page['code']}": [question["variable"] for question in page["questions"]]
        for section in draft["sections"]
        for page in section["pages"]
    }


def test_question_moves_over_the_edge_of_its_page(draft):
    move(draft, "question", "people", 1)

    assert order(draft)["company/size"] == []
    assert order(draft)["company/hiring"] == ["people", "hired"]

    move(draft, "question", "hired", 1)
    assert order(draft)["company/reasons"] == ["hired", "reasons"]


def test_page_moves_into_the_next_section_and_back(draft):
    move(draft, "page", "company/reasons", 1)
    assert list(order(draft))[2:4] == ["staff/reasons", "staff/roles"]

    move(draft, "page", "staff/reasons", -1)
    assert order(draft) == order(TINY)


def test_first_part_stays_where_it_is_when_moved_up(draft):
    for kind, name in (("section", "company"), ("page", "company/size"), ("question", "people")):
        move(draft, kind, name, -1)

    assert draft == TINY


def test_copy_has_a_code_of_its_own(draft):
    assert duplicate(draft, "hired") == "hired-2"
    assert duplicate(draft, "hired") == "hired-3"
    assert order(draft)["company/hiring"] == ["hired", "hired-3", "hired-2"]


def test_page_without_questions_goes_with_its_last_one(draft):
    remove(draft, "question", "notes")

    assert "staff/notes" not in order(draft)
    with pytest.raises(PartGone):
        remove(draft, "question", "notes")


def test_new_question_gets_a_page_of_its_own_or_joins_one(draft):
    add_question(draft, ask("remote", "number"), after="company/size")
    add_question(draft, ask("city", "text"), page="company/size")

    assert list(order(draft))[:2] == ["company/size", "company/remote"]
    assert order(draft)["company/size"] == ["people", "city"]


def test_question_is_put_on_another_page(draft):
    put_on_page(draft, "notes", "company/size")

    assert order(draft)["company/size"] == ["people", "notes"]
    assert "staff/notes" not in order(draft)


def test_new_variable_is_called_so_in_conditions_checks_and_texts(draft):
    draft["sections"][1]["pages"][2]["intro"] = words("You are {people|some}, not {peoples|x}")

    now = renamed(draft, "people", "headcount")

    assert order(now)["company/size"] == ["headcount"]
    assert now["checks"][1]["rule"]["at_most"] == {"variable": "headcount"}
    assert now["sections"][1]["pages"][2]["intro"]["en"] == "You are {headcount|some}, not {peoples|x}"
    assert renamed(draft, "roles", "jobs")["checks"][0]["rule"]["each_row"] == "jobs"


def test_code_is_made_of_words_and_taken_once():
    assert new_code("¿Cuántas personas?", []) == "cuantas-personas"
    assert new_code("Cuántas personas", ["cuantas-personas"]) == "cuantas-personas-2"
    assert new_code("¿?", []) == "item"


CONDITIONS = [
    None,
    {"variable": "hired", "is": "yes"},
    {"not": {"variable": "hired", "is": "yes"}},
    {"variable": "people", "at_least": 10},
    {"variable": "people", "answered": False},
    {"all": [{"variable": "hired", "is": "yes"}, {"variable": "people", "at_most": 2.5}]},
    {"any": [{"variable": "hired", "is": "yes"}, {"variable": "hired", "is": "no"}]},
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_condition_is_the_same_after_rows(condition):
    assert condition_of(*rows_of(condition)) == condition


@pytest.mark.parametrize(
    "condition",
    [
        {"left": {"variable": "people"}, "at_least": 3},
        {"variable": "roles", "row": "dev", "col": "now", "at_least": 3},
        {"all": [{"any": [{"variable": "hired", "is": "yes"}]}]},
        {"variable": "people", "at_least": {"variable": "hired"}},
    ],
)
def test_condition_that_rows_cannot_say_stays_an_expression(condition):
    assert rows_of(condition) is None


def test_list_of_values_is_one_row_for_each():
    rows = rows_of({"variable": "hired", "in": ["yes", "no"]})

    assert rows == ([Leaf("hired|is|yes"), Leaf("hired|is|no")], "any")


def test_problem_stands_beside_the_part_it_is_about(draft):
    del draft["sections"][0]["pages"][0]["questions"][0]["label"]["en"]
    draft["sections"][1]["title"] = {}
    draft["checks"][0]["message"] = {}
    draft["sections"][0]["pages"][1]["questions"][0]["choices"] = []

    found = problems_by_part(draft)

    assert {mark for mark, problems in found.items() if problems} == {
        ("question", "people"),
        ("question", "hired"),
        ("page", "company/reasons"),
        ("section", "staff"),
        ("check", "hard-within-now"),
    }


def test_page_and_its_question_of_the_same_code_each_have_their_own_problem(draft):
    draft["sections"][0]["pages"][0] |= {"code": "people", "title": {}}

    found = problems_by_part(draft)

    assert [mark for mark, problems in found.items() if problems] == [("page", "company/people")]


def test_problem_names_parts_as_the_manager_does_and_codes_only_where_they_are_wrong(draft):
    draft["sections"][0]["pages"][2]["show_if"] = {"variable": "hired", "is": "perhaps"}
    draft["sections"][0]["title"] = {"es": "La empresa"}
    draft["checks"][1]["code"] = draft["checks"][0]["code"]

    with override("en"):
        said = [text for problems in problems_by_part(draft).values() for text in problems]

    assert "“La empresa” has no text in English; write it." in said
    assert any("which is no choice of “About hired”" in text for text in said)
    assert f"The code “{draft['checks'][0]['code']}” is used twice. Give one of the two another." in said


def test_section_of_empty_pages_asks_for_a_question_and_not_for_other_conditions(draft):
    draft["sections"].append(empty_questionnaire({"es": "T", "en": "T"}, [])["sections"][0])
    draft["sections"].append({"code": "bare", "title": {"es": "B", "en": "B"}, "pages": []})

    found = problems_by_part(draft)

    assert [mark for mark, problems in found.items() if problems] == [
        ("page", "section/page"),
        ("section", "bare"),
    ]


def test_draft_that_cannot_be_read_says_where(draft):
    del draft["sections"][1]["pages"][0]["questions"][0]["kind"]

    assert [mark for mark, problems in problems_by_part(draft).items() if problems] == [("question", "roles")]
    assert WHOLE not in problems_by_part(TINY)


def test_places_are_in_the_order_they_are_asked(draft):
    assert [place.part["variable"] for place in places(draft, "question")] == [
        "people",
        "hired",
        "reasons",
        "roles",
        "abilities",
        "notes",
    ]
