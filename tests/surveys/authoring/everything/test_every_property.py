"""Whatever a definition can say, a manager can say with the forms of the editor."""

import dataclasses

import pytest

from surveys.instrument.definition import Check, Definition, Page, Recap, Section
from surveys.instrument.linter import problems_in
from surveys.instrument.parser import parse_definition
from surveys.instrument.questions import Choice, Column, OptOut, Question, Row, RowFilter, RowTotal
from tests.surveys.authoring.drafts.conftest import every_part, keep
from tests.surveys.authoring.everything.conftest import FULL, TAUGHT

# Where a property stands in the definition above, which form writes it, what is typed, what comes of it.
STAFF, ROLES, RIGHT = ("question", "staff"), ("question", "roles"), ("question", "right")
TOOLS, ORDER, COURSES = ("question", "tools"), ("question", "order"), ("question", "courses")
FIRST, SIZE, TOTALS, FEW = (
    ("section", "first"),
    ("page", "first/size"),
    ("page", "first/totals"),
    ("check", "few"),
)
S, P = ("sections", 0), ("sections", 0, "pages")
Q, R = (*P, 0, "questions", 0), (*P, 1, "questions", 0)
T, RANKED, C, _SKILLED, F, WISH = (("sections", 1, "pages", place, "questions", 0) for place in range(6))
W = {"es": "Nuevo", "en": "New"}


def both(name: str) -> dict:
    return {f"{name}{'_' if name[-1] != '-' else ''}{language}": text for language, text in W.items()}


EDITED = {
    (Definition, "title"): (("title", "title"), both("title"), ("title",), W),
    (Definition, "essential"): (("title", "title"), {"essential": ["second"]}, ("essential",), ["second"]),
    (Section, "code"): (FIRST, {"code": "start"}, (*S, "code"), "start"),
    (Section, "title"): (FIRST, both("title"), (*S, "title"), W),
    (Section, "intro"): (FIRST, both("intro"), (*S, "intro"), W),
    (Page, "code"): (SIZE, {"code": "headcount"}, (*P, 0, "code"), "headcount"),
    (Page, "title"): (SIZE, both("title"), (*P, 0, "title"), W),
    (Page, "intro"): (SIZE, both("intro"), (*P, 0, "intro"), W),
    (Page, "show_if"): (
        TOTALS,
        {"if_0": "staff|at_least", "if_0_figure": "10"},
        (*P, 2, "show_if"),
        {"variable": "staff", "at_least": 10},
    ),
    (Page, "recap"): (
        TOTALS,
        {"recap-1-es": "Nuevo", "recap-1-en": "New", "recap-1-figure": "staff"},
        (*P, 2, "recap", 1),
        {"label": W, "value": {"variable": "staff"}},
    ),
    (Recap, "label"): (TOTALS, both("recap-0-"), (*P, 2, "recap", 0, "label"), W),
    (Recap, "value"): (
        TOTALS,
        {"recap-0-figure": "roles|soon"},
        (*P, 2, "recap", 0, "value"),
        {"sum": {"variable": "roles", "col": "soon"}},
    ),
    (Recap, "unit_one"): (TOTALS, both("recap-0-unit_one"), (*P, 2, "recap", 0, "unit_one"), W),
    (Recap, "unit"): (TOTALS, both("recap-0-unit"), (*P, 2, "recap", 0, "unit"), W),
    (Question, "variable"): (STAFF, {"variable": "headcount"}, (*Q, "variable"), "headcount"),
    **{
        (Question, name): (STAFF, both(name), (*Q, name), W)
        for name in ("label", "help", "why", "includes", "excludes", "unit", "unit_one")
    },
    (Question, "required"): (STAFF, {"required": ""}, (*Q, "required"), None),
    (Question, "vocabulary"): (
        ("question", "wish"),
        {"vocabulary": "on"},
        (*WISH, "vocabulary"),
        "skills",
    ),
    (Question, "minimum"): (STAFF, {"min": "3"}, (*Q, "min"), 3),
    (Question, "maximum"): (STAFF, {"max": "30"}, (*Q, "max"), 30),
    (Question, "choices"): (TOOLS, {"choices-0-DELETE": "on"}, (*T, "choices", 0, "code"), "none"),
    (Question, "rows"): (ROLES, {**both("rows-1-")}, (*R, "rows", 1), {"code": "new", "label": W}),
    (Question, "columns"): (ROLES, {"columns-3-DELETE": "on"}, (*R, "columns", -1, "code"), "late"),
    (Question, "row_total"): (
        ROLES,
        {"columns-0-in_total": "", "columns-1-in_total": "", "row_total_es": "", "row_total_en": ""},
        (*R, "row_total"),
        None,
    ),
    (Question, "opt_out"): (STAFF, {"way_out": ""}, (*Q, "opt_out"), None),
    (Question, "show_if"): (
        TOOLS,
        {"if_0": "right|not|no", "if_0_figure": ""},
        (*T, "show_if", "not", "is"),
        "no",
    ),
    (Question, "ranks"): (ORDER, {"ranks": "3"}, (*RANKED, "ranks"), 3),
    (Question, "rows_if"): (TAUGHT, {"rows_if": []}, (*F, "rows_if"), None),
    (RowFilter, "variable"): (TAUGHT, {"rows_if": ["roles|now"]}, (*F, "rows_if", "variable"), "roles"),
    (RowFilter, "cols"): (
        TAUGHT,
        {"rows_if": ["skilled|now", "skilled|late"]},
        (*F, "rows_if", "cols"),
        ["now", "late"],
    ),
    (Question, "confirms"): (RIGHT, {"confirms": ""}, (*P, 2, "questions", 0, "confirms"), None),
    (Choice, "code"): (TOOLS, {"choices-0-code": "another"}, (*T, "choices", 0, "code"), "another"),
    (Choice, "label"): (TOOLS, both("choices-0-"), (*T, "choices", 0, "label"), W),
    (Choice, "exclusive"): (TOOLS, {"choices-1-exclusive": ""}, (*T, "choices", 1, "exclusive"), None),
    (Choice, "say"): (TOOLS, both("choices-0-say"), (*T, "choices", 0, "say"), W),
    (Row, "code"): (ROLES, {"rows-0-code": "coder"}, (*R, "rows", 0, "code"), "coder"),
    (Row, "label"): (ROLES, both("rows-0-"), (*R, "rows", 0, "label"), W),
    (Row, "help"): (ROLES, both("rows-0-help"), (*R, "rows", 0, "help"), W),
    (Column, "code"): (ROLES, {"columns-2-code": "later"}, (*R, "columns", 2, "code"), "later"),
    (Column, "label"): (ROLES, both("columns-0-"), (*R, "columns", 0, "label"), W),
    (Column, "kind"): (ROLES, {"columns-2-kind": "percentage"}, (*R, "columns", 2, "kind"), "percentage"),
    (Column, "help"): (ROLES, both("columns-0-help"), (*R, "columns", 0, "help"), W),
    (Column, "choices"): (
        ROLES,
        {"columns-3-choices": "1 | Uno | One\n2 · Dos | 2 · Two"},
        (*R, "columns", 3, "choices"),
        [
            {"code": "1", "label": {"es": "Uno", "en": "One"}},
            {"code": "2", "label": {"es": "2 · Dos", "en": "2 · Two"}},
        ],
    ),
    (Column, "minimum"): (ROLES, {"columns-0-min": "2"}, (*R, "columns", 0, "min"), 2),
    (Column, "maximum"): (ROLES, {"columns-0-max": "7"}, (*R, "columns", 0, "max"), 7),
    (Column, "unit_one"): (ROLES, both("columns-0-unit_one"), (*R, "columns", 0, "unit_one"), W),
    (Column, "unit"): (ROLES, both("columns-0-unit"), (*R, "columns", 0, "unit"), W),
    (Column, "vocabulary"): (COURSES, {"columns-0-skills": "on"}, (*C, "columns", 0, "vocabulary"), "skills"),
    (Column, "required"): (COURSES, {"columns-1-needed": "on"}, (*C, "columns", 1, "required"), True),
    (RowTotal, "label"): (ROLES, both("row_total"), (*R, "row_total", "label"), W),
    (RowTotal, "cols"): (
        ROLES,
        {"columns-2-in_total": "on", "columns-0-in_total": ""},
        (*R, "row_total", "cols"),
        ["soon", "late"],
    ),
    (OptOut, "status"): (STAFF, {"way_out": "not_applicable"}, (*Q, "opt_out", "status"), "not_applicable"),
    (OptOut, "label"): (STAFF, both("way_out_label"), (*Q, "opt_out", "label"), W),
    (Check, "code"): (FEW, {"code": "not-many"}, ("checks", 0, "code"), "not-many"),
    (Check, "section"): (FEW, {"section": "second"}, ("checks", 0, "section"), "second"),
    (Check, "severity"): (FEW, {"severity": "hard"}, ("checks", 0, "severity"), "hard"),
    (Check, "message"): (FEW, both("message"), ("checks", 0, "message"), W),
    (Check, "rule"): (FEW, {"number": "7"}, ("checks", 0, "rule", "at_most"), 7),
}
FIXED = {
    (Definition, "code"): "the questionnaire's own, given when it is begun",
    (Definition, "languages"): "both, always: the linter refuses anything else",
    (Definition, "sections"): "the list of the editor",
    (Definition, "checks"): "the list of the editor",
    (Section, "pages"): "the list of the editor",
    (Page, "questions"): "the list of the editor",
    (Question, "kind"): "chosen before the form, which depends on it",
    (Check, "test"): "the rule, as it is worked out",
}
PARTS = (Definition, Section, Page, Recap, Question, Choice, Row, Column, RowFilter, RowTotal, OptOut, Check)


def test_every_property_has_its_field_or_its_reason():
    """A new property of the format fails here until the editor knows it too."""
    properties = {(part, field.name) for part in PARTS for field in dataclasses.fields(part)}

    assert properties == EDITED.keys() | FIXED.keys()
    assert not EDITED.keys() & FIXED.keys()


def at(definition: dict, place: tuple):
    """Return what stands at a place, None where nothing does."""
    found = definition
    for step in place:
        try:
            found = found[step]
        except (KeyError, IndexError):
            return None
    return found


def test_definition_that_says_everything_is_sound():
    assert problems_in(parse_definition(FULL)) == []


@pytest.mark.parametrize("edited", EDITED, ids=lambda edited: f"{edited[0].__name__}.{edited[1]}")
def test_property_is_edited(manager_client, draft, edited):
    (kind, name), typed, place, expected = EDITED[edited]
    before = at(draft.definition, place)

    answer = keep(manager_client, draft, kind, name, **typed)

    assert answer.status_code == 302, answer.context["form"].errors
    assert (before != expected, at(draft.definition, place)) == (True, expected)


def test_keeping_every_part_of_it_as_it_is_changes_nothing(manager_client, draft):
    for kind, name in every_part(FULL):
        assert keep(manager_client, draft, kind, name).status_code == 302, (kind, name)

    assert (draft.definition, draft.revision) == (FULL, 0)
