"""One broken definition for each rule of the language, and what the linter says of it."""

import copy

import pytest
from django.utils import translation

from surveys.instrument.linter import problems_in
from surveys.instrument.parser import parse_definition
from tests.factories.surveys import TINY, ask, choices, page, words

PEOPLE, GHOST = {"variable": "people"}, {"variable": "ghost"}


def problems(definition):
    with translation.override("en"):
        return problems_in(parse_definition(definition))


def with_condition(condition, place=2):
    """TINY, whose page of reasons opens under another condition."""
    definition = copy.deepcopy(TINY)
    definition["sections"][0]["pages"][place]["show_if"] = condition
    return definition


def with_check(rule, message=None, severity="hard"):
    definition = copy.deepcopy(TINY)
    check = {"code": "c", "section": "staff", "severity": severity, "rule": rule}
    definition["checks"] = [{**check, "message": message or words("No.")}]
    return definition


def with_pages(*pages, checks=()):
    section = {"code": "s", "title": words("S"), "pages": list(pages)}
    return {**TINY, "sections": [section], "checks": list(checks)}


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        (
            {"variable": "hired", "is": "yess"},
            "The condition of “reasons” asks for “yess”, which is no choice of “hired”.",
        ),
        (
            {"variable": "people", "is": 2000},
            "The condition of “reasons” asks for “2000”, which “people” can never be.",
        ),
        (
            {"variable": "people", "in": [1, "many"]},
            "The condition of “reasons” asks for “many”, which “people” can never be.",
        ),
        (
            {"variable": "hired", "at_least": 1},
            "The condition of “reasons” reckons with “hired”, which is not a number.",
        ),
        (
            {"variable": "people", "count_at_least": 1},
            "The condition of “reasons” counts “people”, which has neither choices nor rows.",
        ),
        (
            {"left": {"date_of": PEOPLE}, "at_least": {"date": "2026-01-01"}},
            "The condition of “reasons” takes “people” for a date, and it is none.",
        ),
        (
            {"left": {"sum": {"variable": "roles", "col": "nov"}}, "at_least": 1},
            "The condition of “reasons” asks for “nov”, which is no row or column of “roles”.",
        ),
        (
            {"variable": "roles", "row": "ghost", "col": "now", "at_least": 1},
            "The condition of “reasons” asks for “ghost”, which is no row or column of “roles”.",
        ),
        (
            {"variable": "people", "at_most": {"sum": {"variable": "roles", "col": "now"}}},
            "The condition of “reasons” asks for “roles”, which comes later.",
        ),
        (
            {"variable": "people", "at_most": {"previous": GHOST}},
            "The condition of “reasons” asks for “ghost”, which does not exist.",
        ),
    ],
    ids=str,
)
def test_condition_that_cannot_be_meant(condition, problem):
    assert problem in problems(with_condition(condition))


@pytest.mark.parametrize(
    "condition",
    [
        {"variable": "people", "at_least": {"previous": {"sum": {"variable": "roles", "col": "now"}}}},
        {"variable": "people", "at_least": {"previous": {"variable": "people"}}},
        {"variable": "people", "is": 12},
        {"variable": "people", "at_least": 1000},
        {"variable": "hired", "answered": False},
    ],
    ids=str,
)
def test_condition_that_can_be_meant(condition):
    assert problems(with_condition(condition)) == []


def test_words_in_a_free_text_are_not_compared():
    definition = with_pages(
        page("a", ask("name", "text")), page("b", ask("b", "text"), show_if={"variable": "name", "is": "Ada"})
    )

    assert problems(definition) == [
        "The condition of “b” compares “name” with given words; ask instead whether it is answered."
    ]


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ({"left": {"variable": "hired"}, "at_most": 1}, "reckons with “hired”, which is not a number."),
        (
            {"left": {"variable": "roles", "row": "qa", "col": "now"}, "at_most": 1},
            "asks for “qa”, which is no row or column of “roles”.",
        ),
        (
            {"each_row": "roles", "left": {"col": "nov"}, "at_most": 1},
            "asks for “nov”, which is no row or column of “roles”.",
        ),
        (
            {"each_row": "ghost", "left": {"col": "now"}, "at_most": 1},
            "asks for “ghost”, which does not exist.",
        ),
        (
            {"each_row": "people", "left": PEOPLE, "at_most": 1},
            "goes through the rows of “people”, which has none.",
        ),
        (
            {"each_row": "abilities", "left": {"col": "urgency"}, "at_most": 1},
            "reckons with “abilities”, which is not a number.",
        ),
        ({"left": PEOPLE, "at_most": GHOST}, "asks for “ghost”, which does not exist."),
        ({"left": PEOPLE}, "must compare a left side with its limit: no left side or not one limit."),
        ({"deviation": {"variable": "ghost", "ratio": 3}}, "asks for “ghost”, which does not exist."),
        (
            {"left": PEOPLE, "at_least": 1001},
            "can never hold: its left side lies in 0-1000, its limit in 1001. Change a bound or the limit.",
        ),
        (
            {"left": {"sum": {"variable": "roles", "col": "now"}}, "equals": 2001},
            "can never hold: its left side lies in 0-2000, its limit in 2001. Change a bound or the limit.",
        ),
        (
            {"left": {"divide": [PEOPLE, 2]}, "more_than": {"add": [PEOPLE, 600]}},
            "can never hold",
        ),
        (
            {
                "left": {"sum": [{"variable": "abilities", "row": "python", "col": "level"}, PEOPLE]},
                "at_most": 5,
            },
            "adds up different units: number, scale. Add up like with like.",
        ),
        (
            {"left": {"variable": "abilities", "row": "python", "col": "level"}, "at_most": PEOPLE},
            "compares different kinds of figures: number, scale.",
        ),
    ],
    ids=str,
)
def test_check_that_cannot_be_worked_out_or_met(rule, problem):
    found = problems(with_check(rule))

    assert [text for text in found if text.startswith("The check “c” " + problem)], found


@pytest.mark.parametrize(
    "rule",
    [
        {"left": PEOPLE, "at_least": 1000},
        {"left": {"divide": [PEOPLE, {"sum": {"variable": "roles", "col": "now"}}]}, "at_least": 5000},
        {"left": PEOPLE, "at_least": {"previous": PEOPLE}},
        {"left": {"sum": {"variable": "roles"}}, "equals": 4000},
        {"left": {"count": {"variable": "reasons", "among": ["pay", "place"]}}, "at_most": 2},
        {"each_row": "roles", "left": {"sum": {"cols": ["now", "hard"]}}, "at_most": PEOPLE},
        {"left": {"multiply": [PEOPLE, PEOPLE]}, "at_most": 1},
    ],
    ids=str,
)
def test_check_that_is_sound(rule):
    assert problems(with_check(rule)) == []


def test_sum_of_figures_in_different_units():
    euros, people = {"unit": {"es": "€", "en": "€"}}, {"unit": words("people")}
    definition = with_pages(
        page("a", ask("cost", "number", **euros), ask("staff", "number", **people)),
        checks=with_check({"left": {"add": [{"variable": "cost"}, {"variable": "staff"}]}, "at_most": 9})[
            "checks"
        ],
    )
    definition["checks"][0]["section"] = "s"

    assert problems(definition) == [
        "The check “c” adds up different units: people (es), €. Add up like with like."
    ]


def test_hard_checks_that_no_answer_meets_together():
    definition = with_check({"left": PEOPLE, "at_most": 10})
    other = {**definition["checks"][0], "code": "d", "rule": {"left": 20, "less_than": PEOPLE}}
    definition["checks"].append(other)

    assert problems(definition) == [
        "No answer meets the checks “c”, “d” together, so nobody could send the questionnaire. "
        "Change one of their limits."
    ]
    other["severity"] = "soft"
    assert problems(definition) == []


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ("It is {now}.", "The message of “c” (en) quotes “now”; it can quote difference, left, limit."),
        ("In {row}.", "The message of “c” (en) quotes “row”; it can quote difference, left, limit."),
        (
            "Was {previous}.",
            "The message of “c” (en) quotes “previous”; it can quote difference, left, limit.",
        ),
        ("It is {left.", "The text of “c” (en) has a brace that quotes nothing."),
    ],
)
def test_message_that_quotes_what_the_check_does_not_know(message, problem):
    assert problem in problems(with_check({"left": PEOPLE, "at_most": 9}, words(message)))


@pytest.mark.parametrize(
    "rule",
    [
        {"left": PEOPLE, "at_most": {"previous": PEOPLE}},
        {"deviation": {"variable": "people", "ratio": 3}},
    ],
)
def test_message_may_quote_all_figures_of_its_check(rule):
    message = words("{left}, {limit}, {difference}, {previous}")

    assert problems(with_check(rule, message, "soft")) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{ghost|x}", "quotes “ghost”, which does not exist."),
        ("{roles.dev.nov|x}", "quotes “roles.dev.nov”, which does not exist."),
        ("{roles.dev|x}", "quotes “roles.dev”, which does not exist."),
        ("{hired|x}", "quotes “hired”, which no earlier page asks."),
        ("{reasons|x}", "quotes “reasons”, which no earlier page asks."),
        ("{people}", "quotes “people”: write what to say without an answer, as in {people|your company}."),
        ("{people|x", "has a brace that quotes nothing."),
        ("{many people|x}", "has a brace that quotes nothing."),
    ],
)
def test_text_that_quotes_what_is_not_known(text, problem):
    definition = copy.deepcopy(TINY)
    definition["sections"][0]["pages"][1]["questions"][0]["label"] = words(text)

    assert f"The text of “hired” (en) {problem}" in problems(definition)


def test_text_may_quote_earlier_answers_and_the_edition():
    definition = copy.deepcopy(TINY)
    text = words("{people|your company} {org} {reference_date} {roles.dev.now|some}")
    definition["sections"][1]["pages"][1]["questions"][0]["label"] = text

    assert problems(definition) == []


@pytest.mark.parametrize("part", ["title", "intro"])
def test_section_may_quote_the_answers_before_it(part):
    definition = copy.deepcopy(TINY)
    definition["sections"][1][part] = words("The {people|?} people of {org}")

    assert problems(definition) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{ghost|x}", "quotes “ghost”, which does not exist."),
        ("{notes|x}", "quotes “notes”, which no earlier page asks."),
        ("{people}", "quotes “people”: write what to say without an answer, as in {people|your company}."),
    ],
)
def test_section_that_quotes_what_is_not_known_before_it(text, problem):
    definition = copy.deepcopy(TINY)
    definition["sections"][1]["title"] = words(text)

    assert f"The text of “staff” (en) {problem}" in problems(definition)


def test_title_of_the_questionnaire_quotes_nothing():
    definition = {**copy.deepcopy(TINY), "title": words("{org}")}

    assert problems(definition) == ["The text of “tiny” cannot quote answers; leave out the braces."]


def about(kind="number", **rest):
    return with_pages(page("a", ask("q", kind, **rest)))


@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        (about(min=5, max=3), "“q” must be at least 5 and at most 3, which nothing is. Swap them."),
        (about(min="0"), "“q” has a bound that is not a number."),
        (about("percentage", max=120), "“q” is a percentage: keep its bounds between 0 and 100."),
        (
            about("multiple", choices=choices("none", "pay")),
            "“q”: put the choices that exclude all others at the end.",
        ),
        (
            with_pages(page("a", ask("q r", "number"))),
            "The code “q r” must be of letters without accents, figures, hyphens or underscores, 60 at most.",
        ),
        (
            with_pages(page("a", ask("q" * 61, "number"))),
            f"The code “{'q' * 61}” must be of letters without accents, figures, hyphens or underscores, "
            "60 at most.",
        ),
        (
            with_pages(page("a", ask("org", "number"))),
            "“org” stands for something else in texts; give the variable another code.",
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_question_that_cannot_be_answered_well(definition, problem):
    assert problem in problems(definition)


def test_choice_that_excludes_the_others_stands_last_in_a_column_too():
    definition = copy.deepcopy(TINY)
    none = {"code": "none", "label": words("None"), "exclusive": True}
    ticks = {"code": "t", "label": words("T"), "kind": "multiple", "choices": [none, *choices("a")]}
    definition["sections"][1]["pages"][0]["questions"][0]["columns"].append(ticks)

    assert problems(definition) == ["“roles/t”: put the choices that exclude all others at the end."]


def test_choice_repeated_in_a_column():
    definition = copy.deepcopy(TINY)
    column = definition["sections"][1]["pages"][1]["questions"][0]["columns"][1]
    column["choices"].append(column["choices"][0])

    assert problems(definition) == ["“abilities/urgency” has the choice “none” twice."]


YES, NO = {"variable": "a", "is": "yes"}, {"variable": "a", "is": "no"}
A = page("a", ask("a", "single", choices=choices("yes", "no")))
N = page("n", ask("n", "number", min=0, max=10))
MANY = page("m", ask("m", "multiple", choices=choices("x", "y", "none")))


def last(condition, *before):
    return with_pages(*before, page("z", ask("z", "text"), show_if=condition))


@pytest.mark.parametrize(
    "condition",
    [
        {"all": [YES, NO]},
        {"not": {"any": [YES, {"not": YES}]}},
        {"all": [YES, {"variable": "a", "answered": False}]},
        {"all": [YES, {"variable": "b", "answered": True}]},
        {"variable": "n", "more_than": 10},
        {"variable": "n", "less_than": 0},
        {"all": [{"variable": "n", "more_than": 3}, {"variable": "n", "at_most": 3}]},
        {"all": [{"variable": "n", "at_least": 3}, {"not": {"variable": "n", "answered": True}}]},
        {"left": {"multiply": [{"variable": "n"}, 2]}, "more_than": 20},
        {"all": [{"variable": "m", "is": "x"}, {"variable": "m", "is": "none"}]},
        {"variable": "m", "count_at_least": 3, "among": ["x", "y"]},
        {
            "all": [
                {"variable": "m", "is": "none"},
                {"variable": "m", "count_at_least": 1, "among": ["x", "y"]},
            ]
        },
    ],
    ids=str,
)
def test_page_that_no_answers_open(condition):
    only_if_no = page("b", ask("b", "text"), show_if=NO)

    assert problems(last(condition, A, N, MANY, only_if_no)) == [
        "No answers lead to the page “z”. Change its condition, or remove it."
    ]


@pytest.mark.parametrize(
    "condition",
    [
        {"any": [YES, NO]},
        {"not": YES},
        {"all": [NO, {"variable": "b", "answered": True}]},
        {"variable": "n", "at_least": 10},
        {"all": [{"variable": "n", "more_than": 3}, {"variable": "n", "less_than": 5}]},
        {"left": {"multiply": [{"variable": "n"}, 2]}, "at_least": 20},
        {"variable": "n", "less_than": {"previous": {"variable": "n"}}},
        {"variable": "m", "count_at_least": 2, "among": ["x", "y"]},
        {"all": [{"variable": "m", "is": "x"}, {"variable": "m", "is": "y"}]},
    ],
    ids=str,
)
def test_page_that_some_answers_open(condition):
    only_if_no = page("b", ask("b", "text"), show_if=NO)

    assert problems(last(condition, A, N, MANY, only_if_no)) == []


def test_question_that_no_answers_show():
    hidden = ask("z", "text", show_if={"all": [YES, NO]})

    assert problems(with_pages(A, page("p", ask("y", "text"), hidden))) == [
        "No answers lead to the question “z”. Change its condition, or remove it."
    ]


def test_section_that_no_answers_open():
    definition = with_pages(A)
    closed = page("z", ask("z", "text"), show_if={"all": [YES, NO]})
    definition["sections"].append({"code": "t", "title": words("T"), "pages": [closed]})

    assert problems(definition) == [
        "No answers lead to the section “t”. Change its pages' conditions, or remove it."
    ]


def test_page_without_questions():
    assert problems(with_pages(A, page("z"))) == [
        "The page “z” asks nothing. Give it a question, or remove it."
    ]


def test_questionnaire_that_nobody_can_begin():
    definition = with_pages(
        page("a", ask("a", "text"), show_if={"not": {"variable": "a", "answered": False}})
    )

    assert "Nobody can begin: every page waits for an answer. Leave the first page without a condition." in (
        problems(definition)
    )


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"sum": {"variable": "roles", "col": "now"}}, "plays back “roles”, which no earlier page asks."),
        ({"variable": "hired"}, "reckons with “hired”, which is not a number."),
        (GHOST, "asks for “ghost”, which does not exist."),
        (12, "plays back a figure that no answer changes."),
    ],
    ids=str,
)
def test_figure_that_cannot_be_played_back(value, problem):
    definition = copy.deepcopy(TINY)
    definition["sections"][0]["pages"][2]["recap"] = [{"label": words("Total"), "value": value}]

    assert "The page “reasons” " + problem in problems(definition)


def test_figure_played_back_is_translated():
    definition = copy.deepcopy(TINY)
    definition["sections"][0]["pages"][1]["recap"] = [{"label": {"en": "Total"}, "value": PEOPLE}]

    assert problems(definition) == ["“hiring/recap[1]” has no text in Spanish; write it."]


def test_confirmation_of_nothing():
    definition = copy.deepcopy(TINY)
    definition["sections"][0]["pages"][1]["questions"][0]["confirms"] = True

    assert problems(definition) == ["“hired” confirms figures, and its page plays none back."]


def test_page_that_only_plays_figures_back_is_sound():
    total = page("total", recap=[{"label": words("Total"), "value": {"variable": "n"}}])

    assert problems(with_pages(N, total)) == []


def test_what_is_wrong_with_a_rule_is_said_in_the_reader_s_language():
    definition = with_check({"left": PEOPLE, "at_most": {"power": [PEOPLE, 2]}})

    with translation.override("es"):
        (problem,) = problems_in(parse_definition(definition))

    assert problem.endswith('no existe la operación "power".')


def test_check_with_two_hyphens_in_its_code():
    definition = with_check({"left": PEOPLE, "at_most": 5})
    definition["checks"][0]["code"] = "a--b"

    assert problems(definition) == ["“a--b” has a code with two hyphens in a row."]


@pytest.mark.parametrize("count", [{"count": {"variable": "m"}}, {"sum": [{"count": {"variable": "m"}}, 1]}])
def test_count_that_takes_none_for_one(count):
    assert problems(last({"left": count, "at_least": 1}, MANY)) == [
        "The condition of “z” counts “m”, where “none” means nothing of it: list what counts in “among”."
    ]


def test_count_of_choices_that_do_not_exist():
    assert problems(last({"variable": "m", "count_at_least": 1, "among": ["x", "w"]}, MANY)) == [
        "The condition of “z” asks for “w”, which is no choice of “m”."
    ]


@pytest.mark.parametrize("least", [3, 2])
def test_more_choices_than_there_are(least):
    choosing = page("m", ask("m", "multiple", choices=choices("x", "y")))
    found = problems(last({"variable": "m", "count_at_least": least}, choosing))

    assert found == (
        ["No answers lead to the page “z”. Change its condition, or remove it."] if least == 3 else []
    )


@pytest.mark.parametrize("code", ["low", "01", "1_0", "-1"])
def test_step_of_a_scale_that_is_no_figure(code):
    definition = copy.deepcopy(TINY)
    column = definition["sections"][1]["pages"][1]["questions"][0]["columns"][0]
    column["choices"][1]["code"] = code

    assert any("whose steps are no figures" in problem for problem in problems(definition))
